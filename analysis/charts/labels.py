"""Where words stand that would print over each other if each stood where it belongs."""

from collections.abc import Sequence

TEXT_LINE_PX = 21  # of 15 px type with the ground it stands on


def spread(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The heights moved apart to at least `gap`, in their order, none below `low` or above `high`.

    Where the gaps do not fit between `low` and `high`, each gets its equal part of the room.
    """
    gap = min(gap, (high - low) / max(len(heights) - 1, 1))
    return spread_of_sizes(heights, [gap] * len(heights), low, high)


def spread_of_sizes(heights: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """The heights of words of several sizes moved apart until none meets another, in their order.

    None lies above `high`; none below `low` either, where all of them fit between the two.
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed: list[float] = []
    for before, place in zip([None, *order], order, strict=False):
        free = low if before is None else placed[-1] + (sizes[before] + sizes[place]) / 2
        placed.append(max(min(heights[place], high), free))
    highest_free = high
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], highest_free)
        if number:
            highest_free = placed[number] - (sizes[order[number]] + sizes[order[number - 1]]) / 2
    moved = dict(zip(order, placed, strict=True))
    return [moved[place] for place in range(len(heights))]
