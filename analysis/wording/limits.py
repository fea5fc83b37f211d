"""What stands beside every picture of months, and what limits are, how they are made and what they cannot say."""

from analysis.xmr import MIN_MEAN, RUN, TRIAL_UNDER

MARKED_DATES = "Thin upright lines are dates only: they say when something happened, not what followed from it."
GAPS_ARE_OPEN = "A month that was not supplied is left open, never drawn as 0."
NO_LIMITS_FOR_HOMES = (
    "No limits are drawn for single homes side by side: on counts this small, many ordinary months would look like "
    "signals."
)
HOW_LIMITS_ARE_MADE = (
    "The mean is that of the months. The limits lie 2.66 times the mean moving range above and below it; the moving "
    "range is how far a month lies from the month before. Most months that only go up and down as usual lie between.",
    f"A signal is a month outside the limits, or {RUN} or more months in a row on one side of the mean. A month on "
    "the mean itself, and one without a figure, ends such a row.",
    f"Limits from fewer than {TRIAL_UNDER} months are trial limits. There are none where the mean is under "
    f"{MIN_MEAN:g} a month: single events would look like signals.",
    "A count cannot be below 0, so a lower limit that would be is drawn at 0. Then no single month can be a signal "
    f"downwards: only {RUN} in a row can.",
    "Where a home opened or closed, limits start anew: months of other homes cannot be held against each other.",
    "Where the months move to another level and stay there, one mean for all of them describes neither level. Limits "
    "can then be taken from the months between the marked dates, or from a baseline.",
)
WHAT_LIMITS_CANNOT_SAY = (
    "Why a month is a signal, or whether it is good or bad news.",
    "That months between the limits are as they should be: they are only as they have been.",
    "Whether one child or several stand behind a month. Incidents come in runs from one child, so limits are less sure "
    "than for events that have nothing to do with each other.",
    "Anything about a marked date: many things happen in the same month.",
)
