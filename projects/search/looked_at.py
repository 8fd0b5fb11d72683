"""The register as counts need it on a past day: that of today, corrected by what was changed since."""

from dataclasses import replace

import numpy as np

from projects.history.looking import STOOD, Looking, looking

from .register import Bits, Numbers, Register, current, packed, patched


def looked_at() -> Register:
    """That of the past day that this transaction looks at, else that of today."""
    back = looking()
    return past(back) if back and back.register is not None else current()


def past(back: Looking) -> Register:
    """Kept with that of today, until something changes. What a person may see of it is asked each time."""
    today = back.register
    step = len(today.changes)
    known, kept = today.pasts.get((back.end, "register"), (-1, None))
    if known != step:
        found = patched(widened(today, back.changed), back.changed.tolist(), today.snapshot, STOOD)
        assert found is not None  # noqa: S101 - there is room for all
        kept = replace(found, changes=(), columns={}, pasts={})
    today.keep_past(back.end, "register", step, kept)
    return replace(kept, viewers={}, orders={})


def widened(kept: Register, changed: Numbers) -> Register:
    """With room for projects deleted since, whose ids lie among the others."""
    ids = np.union1d(kept.ids, changed)
    if len(ids) == len(kept.ids):
        return kept
    at = np.searchsorted(ids, kept.ids)

    def moved(bits: Bits) -> Bits:
        flags = np.zeros(len(ids), dtype=bool)
        flags[at[kept.flags(bits)]] = True
        return packed(flags)

    members = {name: {key: moved(bits) for key, bits in keys.items()} for name, keys in kept.members.items()}
    measures = {name: np.full(len(ids), np.nan) for name in kept.measures}
    for name, column in kept.measures.items():
        measures[name][at] = column
    return replace(kept, ids=ids, members=members, measures=measures)
