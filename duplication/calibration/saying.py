"""What the page of thresholds says in sentences: what a change would do, and what there is to learn weights from."""

from collections.abc import Iterator, Mapping

from django.utils.text import capfirst

from partners.text import noun, plural, thousands

from .previewing import Change

UNCOUNTED = "yet: let it be counted at the end of this page, or go on without"


def would_do(one: Change, *, is_counted: bool) -> Iterator[str]:
    """Of one change, in the order in which it is read. `is_counted`: whether any pairs below thresholds were."""
    if one.is_lower:
        yield would_come(one, is_counted=is_counted)
    if one.go or one.kept or one.other or not one.is_lower:
        yield would_go(one)
    if not one.is_lower:
        yield would_be_lost(one)


def would_come(one: Change, *, is_counted: bool) -> str:
    if one.come:
        return f"{plural(one.come, 'alert')} would be raised, beside {plural(one.open, 'open one')}."
    if one.come is not None:
        return "No alert would be raised."
    why = "so far below the threshold in use" if is_counted else UNCOUNTED
    if not (number := one.back.number):
        return f"How many alerts would be raised is not counted {why}."
    back = capfirst(
        f"{about(one)}{plural(number, 'alert')} that {noun(number, 'was', 'were')} withdrawn would come back"
    )
    return f"{back}, unless one of the projects changed since. How many others would be raised is not counted {why}."


def would_go(one: Change) -> str:
    gone = f"{about(one)}{thousands(one.go.number)}" if one.go else "none"
    said = [f"{gone} of {plural(one.open, 'open alert')} would be withdrawn."]
    if number := one.agreed.number:
        of = f"{about(one)}{thousands(number)} of these" if one.go.number > 1 else "it"
        said.append(f"On {of} all partners say that there is an overlap.")
    if one.go or one.kept or one.other:
        said.append(f"{about(one)}{thousands(one.reach)} {noun(one.reach, 'reaches', 'reach')} the threshold.")
    if number := one.kept.number:
        why = f"{noun(number, 'it was', 'they were')} decided before"
        said.append(f"{about(one)}{thousands(number)} would stay below it, waiting for another verdict: {why}.")
    if number := one.other.number:
        which = noun(number, "it reaches", "they reach")
        said.append(f"{about(one)}{thousands(number)} would stay as another kind of overlap, whose threshold {which}.")
    return " ".join(map(capfirst, said))


def about(one: Change) -> str:
    """Before numbers that are reckoned from some of the alerts."""
    return "" if one.is_exact else "about "


def would_be_lost(one: Change) -> str:
    if not one.verdicts:
        return "No verdict of the past tells what would have been lost."
    past = plural(one.verdicts, "past verdict")
    if not one.lost:
        return f"None of {past} would have been lost."
    overlaps, rejected = plural(one.lost_overlaps.number, "confirmed overlap"), thousands(one.lost_rejected.number)
    return f"Of {past} {thousands(one.lost)} would have been lost: {overlaps}, {rejected} rejected."


def to_learn_from(judged: Mapping[str, int], lacking: Mapping[str, int], fewest: int) -> str:
    """How many verdicts of each sort there are ("overlaps", "distinct"), and how many are still missing."""
    said = (
        f"{plural(judged['overlaps'], 'verdict')} of an overlap and {thousands(judged['distinct'])} of none "
        "tell something of the two projects."
    )
    sorts = {"overlaps": "of an overlap", "distinct": "of none"}
    missing = " and ".join(f"{lacking[sort]} {words}" for sort, words in sorts.items() if sort in lacking)
    return f"{said} That is too few: {fewest} of each are needed. Still missing: {missing}." if missing else said


def not_to_learn_from(left_out: Mapping[str, int]) -> str:
    """Of the verdicts that are counted above and teach nothing ("reopened", "implied", "unpublished"); empty where all
    do.
    """
    words = {"reopened": ("that was opened again since", "that were opened again since"),
             "implied": ("that follows from other verdicts", "that follow from other verdicts"),
             "unpublished": ("of a project that is a draft or merged now",) * 2}  # fmt: skip
    which = [
        f"{thousands(left_out[sort])} {noun(left_out[sort], *two)}" for sort, two in words.items() if left_out[sort]
    ]
    if not which:
        return ""
    counted = "The tables above count the latest verdict of each alert, so they count more"
    return f"{counted}: {', and '.join(which)}. Nothing is learned from these."
