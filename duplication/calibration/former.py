"""Every table that was in use so far: its weights by their own name, its thresholds, who accepted it and when."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from duplication.models import Calibration
from duplication.models.alert import CASE_LABELS
from duplication.presentation.evidence import signed
from partners.models import User

from .calibrations import free_name

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Former:
    calibration: Calibration
    weights: str  # the name under which these weights first came
    thresholds: list[tuple[str, str]]
    is_used: bool
    has_weights_in_use: bool
    is_the_same: bool  # as the one in use, which came after it
    query: str  # of the page on which its thresholds are previewed

    @property
    def has_own_name(self) -> bool:
        """Whether it brought its weights, and did not only move thresholds."""
        return self.weights == self.calibration.name


def former(used: Calibration, page: str | None) -> Page[Any]:
    """The one in use first, then the others, the latest first: their tables are read a page at a time."""
    same = Calibration.objects.of_weights(OuterRef("table__weights"), OuterRef("table__priors"))
    first = Subquery(same.values("name")[:1])
    accepted = Calibration.objects.filter(accepted_at__isnull=False).select_related("decided_by")
    rows = accepted.annotate(is_other=ExpressionWrapper(~Q(pk=used.pk), BooleanField()))
    ids = rows.order_by("is_other", "-accepted_at", "-created_at").values_list("pk", flat=True)
    shown: Page[Any] = Paginator(ids, PER_PAGE).get_page(page)
    tables = accepted.annotate(first_name=first).in_bulk(list(shown.object_list))
    shown.object_list = [described(tables[pk], used) for pk in shown.object_list]
    return shown


def described(one: Any, used: Calibration) -> Former:
    thresholds = one.table.get("thresholds", {})
    return Former(
        one,
        one.first_name or one.name,
        [(label, signed(thresholds[case])) for case, label in CASE_LABELS.items() if case in thresholds],
        one.pk == used.pk,
        one.weights_key == used.weights_key,
        one.weights_key == used.weights_key and thresholds == used.table["thresholds"],
        urlencode({"used": used.pk, **{case: f"{thresholds[case]:g}" for case in CASE_LABELS if case in thresholds}}),
    )


def propose_copy(earlier: Calibration, user: User) -> Calibration:
    """A copy that waits to be accepted as any other proposal: the row of then keeps saying when it was in use."""
    name, on = earlier.weights_name, date_format(timezone.localtime(earlier.accepted_at), "j F Y")
    parts = ("priors", "thresholds", "weights")
    return Calibration.objects.create(
        name=free_name(f"{name[:60]}, again"),
        table={part: earlier.table[part] for part in parts},
        notes=f"The weights of “{name}” with the thresholds that were in use from {on}. Proposed again by {user}.",
    )
