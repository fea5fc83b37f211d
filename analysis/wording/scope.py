"""What a page speaks about: the line under a title, and the population each figure belongs to."""

from collections.abc import Sequence
from datetime import date

from analysis.formats import format_date
from analysis.wording.words import and_list

POLICE_DATA = "police data"
EVERY_HOME = "All council homes"
NAMED_LINES = 4

# Never set side by side as if comparable: whose doing is counted differs in each.
POPULATIONS: dict[str, str] = {
    "police": (
        "Crimes and incidents (police calls for service) recorded at the homes' addresses, whoever did it; "
        "children as victims and staff are among them."
    ),
    "yjs": "Children living in the council's homes, wherever it happened.",
    "cromarty": "Children with Enhanced Care Planning Meetings (ECPMs).",
    "dfe": "All the authority's children aged 10 to 17 looked after for 12 months or more, wherever placed.",
}
NOT_ALLOWED_FOR_OCCUPANCY = "Does not allow for how many children lived there."
_RATES_DO = f"{NOT_ALLOWED_FOR_OCCUPANCY.removesuffix('.')}; the rates per 100 child-months"
RATES_BELOW = f"{_RATES_DO} below do."
RATES_ON_HOMES_PAGE = f"{_RATES_DO} on the page Homes and neighbourhoods do."


def scope_line(
    lines: Sequence[str],
    period_words: str,
    against_words: str,
    as_at: date | None,
    *,
    source: str = POLICE_DATA,
    every_home: str = EVERY_HOME,
) -> str:
    """The grey line under a title: homes, period against period, and how far the data reach.

    No lines means every home of the selection. More than four are counted, not named. as_at None: nothing was supplied.
    """
    if not lines:
        homes = every_home
    elif len(lines) > NAMED_LINES:
        homes = f"{len(lines)} homes"
    else:
        homes = and_list(list(lines))
    periods = f"{period_words} against {against_words}" if against_words else period_words
    reach = f"no {source} supplied" if as_at is None else f"{source} as at {format_date(as_at)}"
    return " · ".join([homes, periods, reach])
