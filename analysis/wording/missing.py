"""Sentences on how much of what the homes call the police about is children missing."""

from collections.abc import Sequence

from analysis.disclosure import FOLD_BELOW, Released
from analysis.formats import format_count
from analysis.wording.comparison import MANY_LINES, TOO_FEW
from analysis.wording.shares import FEW_MISSING, TOO_FEW_TO_SHOW, WITHOUT_INCIDENTS, Share, shares_of
from analysis.wording.words import (
    ALL_TOGETHER,
    CURRENT_LABEL,
    NOTHING_BEFORE,
    PREVIOUS_LABEL,
    UPS_AND_DOWNS,
    and_list,
    title_of,
)

NO_INCIDENTS = "a period without incidents"
TOO_FEW_AT_A_HOME = f"{TOO_FEW_TO_SHOW} at a home"
TWO_DEFINITIONS = (
    "Police choose whether to close a call as Missing Person or as Missing No Apparent Risk, and how they choose may "
    "change between periods. So the share is given by both definitions; neither says why it moved."
)


def missing_title(share: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL) -> str:
    """How the share moved for the selection, in ten words or fewer."""
    total, homes = shares_of(share, "missing_title")
    if total is None:
        return "Missing share: no homes in this selection"
    names = [f"Missing share at {homes[0].name}"] if len(homes) == 1 else ["Missing share of incidents"]
    names.append("Missing share")
    if total.withheld:
        told = TOO_FEW_TO_SHOW if len(homes) < 2 else TOO_FEW_AT_A_HOME
        return title_of(*(f"{name}: {told}" for name in names))
    if total.move == "gap" and total.missing.alone:
        return title_of(*(f"{name}: {total.now}, {NOTHING_BEFORE}" for name in names))
    if total.move == "gap":
        findings = [total.missing.missing(previous_label, current_label), f"a period {total.missing.gap}"]
        return title_of(*(f"{name}: {finding}" for finding in findings for name in names))
    if total.move == "none":
        told = WITHOUT_INCIDENTS if total.without_incidents else NO_INCIDENTS
        return title_of(*(f"{name}: {told}" for name in names))
    if total.move == "too few":
        return title_of(*(f"{name}: {TOO_FEW}" for name in names))
    if total.unsure:
        return title_of(
            *(f"{name}: {total.brief}, usual ups and downs" for name in names),
            *(f"{name}: within {UPS_AND_DOWNS}" for name in names),
        )
    if total.move == "about the same":
        moved = [f"{name}: about the same, {total.brief}" for name in names]
    else:
        moved = [f"{name} {total.move}: {total.brief}" for name in names]
    return title_of(*moved, f"Missing share: {total.brief}")


def homes_with_moved_share(share: Released) -> list[str]:
    """The homes whose share fell or rose by more than the usual ups and downs, in register order."""
    _, homes = shares_of(share, "homes_with_moved_share")
    return [home.name for home in homes if home.move in ("fell", "rose") and not home.unsure]


def missing_sentences(
    share: Released,
    with_nar: Released | None = None,
    *,
    previous_label: str = PREVIOUS_LABEL,
    current_label: str = CURRENT_LABEL,
    together: str = ALL_TOGETHER,
) -> list[str]:
    """The share of all homes together, what it hides of single homes, and the same with Missing No Apparent Risk."""
    total, homes = shares_of(share, "missing_sentences")
    if total is None:
        return []
    labels = (previous_label, current_label)
    single = len(homes) == 1
    where = homes[0].name if single else together
    said = _said(total, labels)
    if total.withheld and len(homes) > 1:
        said = f": not shown, since it would tell of a home with {FEW_MISSING}"
    sentences = [f"Missing Person as a share of incidents at {where}{said}."]
    if not single:
        sentences += _each_home(total, homes)
    if with_nar is not None:
        sentences += _no_apparent_risk(total, shares_of(with_nar, "missing_sentences")[0])
    return sentences


def missing_tile(
    share: Released, *, previous_label: str = PREVIOUS_LABEL, current_label: str = CURRENT_LABEL
) -> tuple[str, str]:
    """The share of both periods, set large, and the few words under it; of the period itself alone where it has nothing
    to compare with."""
    total, homes = shares_of(share, "missing_tile")
    if total is None:
        return "none", "no homes in this selection"
    if total.withheld:
        return TOO_FEW_TO_SHOW, FEW_MISSING if len(homes) < 2 else f"{FEW_MISSING} at a home"
    if total.move == "gap" and total.missing.alone:
        return total.now, total.missing.nothing_before(previous_label)
    if total.move == "gap":
        return total.missing.gap, total.missing.missing(previous_label, current_label)
    if total.without_incidents:
        return "none", WITHOUT_INCIDENTS
    small = {"too few": TOO_FEW, "none": NO_INCIDENTS}.get(total.move, total.move)
    if total.unsure:
        small = f"no more than {UPS_AND_DOWNS}"
    hidden = _hidden(total, homes, joined=", ")
    return total.brief, f"{small}; {hidden}" if hidden else small


def _said(share: Share, labels: tuple[str, str]) -> str:
    if share.withheld:
        return f": {TOO_FEW_TO_SHOW}, {FEW_MISSING}"
    if share.move == "gap":
        known = f"{share.part_now} in {labels[1]}; " if share.missing.alone else ""
        return f": {known}{share.missing.missing(*labels)}, so nothing is compared"
    if share.move == "too few":
        return f": {share.counts}, {TOO_FEW}"
    if share.move == "none":
        return f": {share.counts}, so there is nothing to compare"
    unsure = f", no more than {UPS_AND_DOWNS}" if share.unsure else ""
    return f" {_moved(share)}: {share.full}{unsure}"


def _each_home(total: Share, homes: Sequence[Share]) -> list[str]:
    hidden = _hidden(total, homes)
    if len(homes) > MANY_LINES:
        return [f"Behind this, the share {hidden}{_within(homes)}."] if hidden else []
    moved = [home for home in homes if home.move in ("fell", "rose")]
    said_of_all = bool(hidden) and all(home.unsure for home in moved)
    sentences = [f"Behind this, the share {hidden}{_within(homes) if said_of_all else ''}."] if hidden else []
    compared = [home for home in homes if home.move in ("fell", "rose", "about the same")]
    sentences += [f"At {home.name} the share {_moved(home)}: {home.full}." for home in compared]
    unsure = [home.name for home in compared if home.unsure]
    if unsure and not said_of_all:
        sentences.append(f"At {and_list(unsure)} that is no more than {UPS_AND_DOWNS}.")
    withheld = [home.name for home in homes if home.withheld]
    if withheld:
        sentences.append(f"{and_list(withheld)}: {TOO_FEW_TO_SHOW}, {FEW_MISSING}.")
    none = [home.name for home in homes if home.without_incidents]
    few = [f"{h.name} ({h.counts})" for h in homes if h.move in ("too few", "none") and not h.without_incidents]
    if few:
        sentences.append(f"{and_list(few)}: {TOO_FEW}.")
    if none:
        sentences.append(f"No incidents at {and_list(none)} in either period.")
    for gap in dict.fromkeys(home.missing.gap for home in homes if home.move == "gap"):
        unknown = [home.name for home in homes if home.move == "gap" and home.missing.gap == gap]
        sentences.append(f"{and_list(unknown)}: {gap} for at least one period, so nothing is compared.")
    return sentences


def _moved(home: Share) -> str:
    return "stayed at about the same" if home.move == "about the same" else home.move


def _hidden(total: Share, homes: Sequence[Share], joined: str = " and ") -> str:
    """ "fell at one home and rose at two", where the total does not show it; otherwise nothing."""
    fell = sum(home.move == "fell" for home in homes)
    rose = sum(home.move == "rose" for home in homes)
    opposite = {"fell": rose, "rose": fell, "about the same": fell + rose}
    if len(homes) < 2 or not opposite.get(total.move):
        return ""
    if fell and rose:
        return f"fell at {_homes(fell)}{joined}rose at {_number(rose)}"
    return f"fell at {_homes(fell)}" if fell else f"rose at {_homes(rose)}"


def _within(homes: Sequence[Share]) -> str:
    """ ", two of them within the usual ups and downs", of the homes that moved; otherwise nothing."""
    moved = [home for home in homes if home.move in ("fell", "rose")]
    unsure = sum(home.unsure for home in moved)
    if not unsure:
        return ""
    if unsure < len(moved):
        who = f"{_number(unsure)} of them "
    else:
        who = {1: "", 2: "both of them "}.get(unsure, "all of them ")
    return f", {who}within {UPS_AND_DOWNS}"


def _homes(count: int) -> str:
    return f"{_number(count)} {'home' if count == 1 else 'homes'}"


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if count < len(words) else format_count(count)


def _no_apparent_risk(total: Share, wider: Share | None) -> list[str]:
    if wider is None or not (wider.missing.complete and total.missing.complete):
        return []
    before = wider.missing.previous - total.missing.previous
    now = wider.missing.current - total.missing.current
    # One or two of a type at a home do not stand in a room, and the two shares would give them away by subtraction.
    if before == now == 0 or any(0 < number < FOLD_BELOW for number in (before, now)):
        return []
    sentence = f"With Missing No Apparent Risk counted too: {wider.full}."
    if before == now:
        return [sentence]
    told = f"Missing No Apparent Risk itself: {format_count(before)} to {format_count(now)}"
    apart = ", so the two shares did not move alike" if _moved_apart(total, wider) else ""
    return [sentence, f"{told}{apart}; how such calls are recorded may have changed."]


def _moved_apart(total: Share, wider: Share) -> bool:
    """Whether the share moved differently by the two definitions: another verdict, or the other way."""
    if {total.move, wider.move} & {"gap", "none", "too few"}:
        return False
    ways = [
        (share.value.current > share.value.previous, share.value.current < share.value.previous)
        for share in (total, wider)
    ]
    return total.move != wider.move or ways[0] != ways[1]
