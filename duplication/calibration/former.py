"""Every table that was in use so far: its weights by their own name, its thresholds, who accepted it and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format

from duplication.models import Calibration
from duplication.presentation.evidence import signed
from partners.models import User

from .calibrations import free_name
from .proposals import is_readable
from .thresholds import LABELS


@dataclass(frozen=True, slots=True)
class Former:
    calibration: Calibration
    weights: str  # the name under which these weights first came
    thresholds: list[tuple[str, str]]
    is_used: bool
    has_weights_in_use: bool
    is_readable: bool
    query: str  # of the page on which its thresholds are previewed

    @property
    def has_own_name(self) -> bool:
        """Whether it brought its weights, and did not only move thresholds."""
        return self.weights == self.calibration.name


def former(used: Calibration) -> list[Former]:
    """The one in use first, then the others, the latest first."""
    accepted = Calibration.objects.filter(accepted_at__isnull=False).select_related("decided_by")
    names = names_of_weights(Calibration.objects.order_by("-created_at", "-pk"))
    rows = [described(one, used, names) for one in accepted.order_by("-accepted_at", "-created_at")]
    return sorted(rows, key=lambda one: not one.is_used)


def names_of_weights(latest_first: Iterable[Calibration]) -> dict[str, str]:
    return {one.weights_key: one.name for one in latest_first}


def described(one: Calibration, used: Calibration, names: dict[str, str]) -> Former:
    thresholds = one.table.get("thresholds", {})
    return Former(
        one,
        names.get(one.weights_key, one.name),
        [(label, signed(thresholds[case])) for case, label in LABELS.items() if case in thresholds],
        one.pk == used.pk,
        one.weights_key == used.weights_key,
        is_readable(one),
        urlencode({"used": used.pk, **{case: f"{thresholds[case]:g}" for case in LABELS if case in thresholds}}),
    )


def proposed_again(earlier: Calibration, user: User) -> Calibration:
    """A copy that waits to be accepted as any other proposal: the row of then keeps saying when it was in use."""
    name, on = earlier.weights_name, date_format(timezone.localtime(earlier.accepted_at), "j F Y")
    parts = ("priors", "thresholds", "weights")
    return Calibration.objects.create(
        name=free_name(f"{name[:60]}, again"),
        table={part: earlier.table[part] for part in parts},
        notes=f"The weights of “{name}” with the thresholds that were in use from {on}. Proposed again by {user}.",
    )
