"""The keys that the queue and the page of an alert answer to, as their list says them (static/adam/queue.js)."""

from collections.abc import Collection, Iterator

Key = tuple[tuple[str, ...], str]  # keys, and what they do

HELP: Key = (("?",), "this list")
NO = ("n",)
TIED = "; of several projects that may be one, on a page of their own"
UNDECIDED: Key = (("u",), "leave it undecided and go on to the next")

UNDO: Key = (
    ("z",),
    "take back your verdict on the alert you are at, else what you gave last; asks first",
)
UNDO_HERE: Key = (
    ("z",),
    "take back your verdict on this alert, else what you gave last elsewhere; asks first",
)


def keys_of_queue(deeds: Collection[str]) -> Iterator[Key]:
    """`deeds`: what the person may do with alerts."""
    yield ("j", "k"), "next alert, the one before; past the last one, the next page"
    yield ("Enter",), "open the alert"
    for pressed, does in answers(decides="dismiss" in deeds, speaks="say" in deeds):
        yield pressed, f"{does}{TIED}" if pressed == NO else does
    yield UNDECIDED
    if "dismiss" in deeds:
        yield UNDO
    for_ticked = "n, a and w are" if "mine" in deeds else "y, n and w are" if "say" in deeds else "w is"
    yield ("x",), f"tick or untick; {for_ticked} then for all that are ticked"
    if "mine" in deeds:
        yield ("a",), "assign it to me"
    yield ("w",), "watch it, or stop watching"
    yield HELP


def keys_of_alert(*, came: bool, decides: bool, speaks: bool, merged: bool = False) -> Iterator[Key]:
    """`came`: whether from a list, through which the keys lead on. `merged`: by a merge that the person may undo."""
    yield ("j", "k"), f"next alert of {'the list you came from' if came else 'your queue'}, the one before"
    yield from answers(decides=decides, speaks=speaks)
    yield UNDECIDED if decides or speaks else (("u",), "go on to the next")
    if decides or merged:
        yield UNDO_HERE
    yield HELP


def answers(*, decides: bool, speaks: bool) -> Iterator[Key]:
    if decides or speaks:
        yield (
            ("y",),
            f"yes, there is an overlap: asks which, then records {'the verdict' if decides else 'your position'}",
        )
        yield NO, f"not an overlap: {'asks why, then records the verdict' if decides else 'records your position'}"
