"""Needs and offers: the list, its file, one of them with what fits, the forms, and how it ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks.base import Task

from partners.requests import SignedInRequest, posted_from
from projects.exports.text import csv_response
from projects.forms import once
from projects.responses import refused
from projects.typed import done, typed
from roundtables.models import Need, Offer, Outcome
from roundtables.needs.filters import NeedFilter, OfferFilter, WishFilter
from roundtables.needs.forms import ClosingForm, NeedForm, OfferForm, SayingForm, WishForm, own_countries
from roundtables.needs.matching import Match, matches_of_need, matches_of_offer
from roundtables.needs.saying import Says, met_so_far, seen_by, used_by
from roundtables.needs.telling import tell_of_need, tell_of_offer

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Sort:
    """What is different between needs and offers."""

    word: str
    form: type[WishForm]
    filter: type[WishFilter]
    shown_with: tuple[str, ...]
    prefetched: tuple[str, ...]
    outcomes: list[tuple[str, str]]
    tell: Task
    header: tuple[str, ...]


LATER = ("Quantity", "Unit", "From", "Until", "Stated on", "Confirmed on", "State", "Note")
SORTS: dict[type[Model], Sort] = {
    Need: Sort(
        "need",
        NeedForm,
        NeedFilter,
        ("country", "theme", "activity_type", "place__country", "beneficiary"),
        (),
        [(Outcome.MET, "It is met"), (Outcome.WITHDRAWN, "It is withdrawn: it is needed no more")],
        tell_of_need,
        ("Number", "Country", "Need", "Text", "Theme", "Kind of activity", "Place", "For", *LATER),
    ),
    Offer: Sort(
        "offer",
        OfferForm,
        OfferFilter,
        ("partner",),
        ("themes", "activity_types", "countries"),
        [(Outcome.MET, "It met a need"), (Outcome.WITHDRAWN, "It is withdrawn")],
        tell_of_offer,
        ("Number", "Partner", "Offer", "Text", "Themes", "Kinds of activity", "Countries", *LATER),
    ),
}
Wishes = type[Need] | type[Offer]


def whole(model: Wishes, request: SignedInRequest) -> QuerySet:
    sort = SORTS[model]
    visible = model.objects.visible_to(request.user).select_related(*sort.shown_with)
    return visible.prefetch_related(*sort.prefetched)


@require_safe
def wish_list(request: SignedInRequest, model: Wishes) -> HttpResponse:
    sort = SORTS[model]
    narrowed = sort.filter(request.GET, user=request.user)
    found = narrowed.qs.select_related(*sort.shown_with).prefetch_related(*sort.prefetched)
    found = found.order_by("-created_at", "-pk")
    context = {
        "filter": narrowed,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_state": may_state(request, model),
        "query": narrowed.understood.urlencode(),
    }
    return render(request, f"roundtables/{sort.word}_list.html", context)


def may_state(request: SignedInRequest, model: Wishes) -> bool:
    if model is Need:
        return own_countries(request.user).exists()
    return request.user.is_coordinator or request.user.is_focal_point


@require_safe
def export(request: SignedInRequest, model: Wishes) -> HttpResponseBase:
    sort = SORTS[model]
    narrowed = sort.filter(request.GET, user=request.user)
    if narrowed.wrong:
        return refused(narrowed.wrong)
    found = (
        narrowed.qs.select_related(*sort.shown_with).prefetch_related(*sort.prefetched).order_by("-created_at", "-pk")
    )
    rows = (line(wish) for wish in found.iterator(chunk_size=500))
    return csv_response(f"adam-{sort.word}s.csv", sort.header, rows)


def line(wish: Need | Offer) -> Iterator[object]:
    if isinstance(wish, Need):
        place, body = str(wish.place or ""), str(wish.beneficiary or wish.get_beneficiary_kind_display())
        kind = str(wish.activity_type or "")
        yield from (wish.pk, wish.country.name, wish.title, wish.text, wish.theme_id, kind, place, body)
    else:
        many = (wish.themes.all(), wish.activity_types.all(), wish.countries.all())
        names = ["; ".join(one.pk if at == 0 else str(one) for one in each) for at, each in enumerate(many)]
        yield from (wish.pk, wish.partner.name, wish.title, wish.text, *names)
    stated, confirmed = timezone.localdate(wish.created_at), timezone.localdate(wish.confirmed_at)
    state = wish.get_outcome_display() or "Open"
    yield from (wish.quantity, wish.unit, wish.start, wish.end, stated, confirmed, state, wish.closing_note)


@require_safe
def detail(request: SignedInRequest, model: Wishes, pk: int) -> HttpResponse:
    wish = get_object_or_404(whole(model, request), pk=pk)
    is_need = isinstance(wish, Need)
    seen = seen_by(request.user, kept(wish, matches_of_need(wish) if is_need else matches_of_offer(wish)))
    context = {
        "wish": wish,
        "matches": seen,
        "met_by": [one.answer for one in seen if is_need and one.says == Says.MET and not one.is_offer],
        "met_so_far": met_so_far(wish) if is_need else None,
        "used_by": [] if is_need else used_by(wish),
        "may_edit": model.objects.editable_by(request.user).filter(pk=pk).exists(),
        "saying": SayingForm(),
    }
    return render(request, f"roundtables/{SORTS[model].word}_detail.html", context)


def kept(wish: Need | Offer, matches: list[Match]) -> list[Match]:
    """What matches today, and before it what somebody has said something of, whether it matches still or not."""
    found = {one.pair: one for one in matches} if wish.is_open else {}
    said = dict.fromkeys(wish.statements.values_list("need", "offer", "project"))
    return [found.get(pair) or Match(*pair, 0.0, ()) for pair in said] + [
        one for pair, one in found.items() if pair not in said
    ]


def create(request: SignedInRequest, model: Wishes) -> HttpResponse:
    if not may_state(request, model):
        raise PermissionDenied
    return _form(request, model())


def edit(request: SignedInRequest, model: Wishes, pk: int) -> HttpResponse:
    return _form(request, _own(request, model, pk))


def _own(request: SignedInRequest, model: Wishes, pk: int) -> Need | Offer:
    wish = get_object_or_404(whole(model, request), pk=pk)
    if not model.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return wish


def _form(request: SignedInRequest, wish: Need | Offer) -> HttpResponse:
    sort, is_new = SORTS[type(wish)], wish.pk is None
    earlier = once.claim(request.user, request.POST) if request.method == "POST" and is_new else None
    if earlier and earlier.identical:
        return redirect(get_object_or_404(whole(type(wish), request), pk=earlier.made))
    page = typed(request, sort.word)
    form = sort.form(page.data, instance=wish, user=request.user, quiet=request.method != "POST")
    if request.method == "POST" and form.is_valid():
        wish.confirmed_at = timezone.now()
        saved = form.save()
        done(request, saved.pk)
        sort.tell.enqueue(saved.pk)
        told = " Whoever may fit is told." if saved.is_open else ""
        messages.success(request, f"The {sort.word} is recorded.{told}")
        return redirect(saved)

    context = {"form": form, "word": sort.word, "is_new": is_new, "wish": wish, "typed": page}
    return render(request, "roundtables/wish_form.html", context)


@posted_from("roundtables:{namespace}")
def confirm(request: SignedInRequest, model: Wishes, pk: int) -> HttpResponse:
    wish = _own(request, model, pk)
    model.objects.filter(pk=pk).update(confirmed_at=timezone.now())
    messages.success(request, f"Thank you: the {SORTS[model].word} still holds.")
    return redirect(wish)


def close(request: SignedInRequest, model: Wishes, pk: int) -> HttpResponse:
    wish, sort = _own(request, model, pk), SORTS[model]
    form = ClosingForm(request.POST if request.method == "POST" else None, outcomes=sort.outcomes)
    if request.method == "POST" and form.is_valid():
        model.objects.filter(pk=pk).update(closed_at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"The {sort.word} is closed.")
        return redirect(wish)

    return render(request, "roundtables/wish_close.html", {"form": form, "wish": wish, "word": sort.word})


@posted_from("roundtables:{namespace}")
def reopen(request: SignedInRequest, model: Wishes, pk: int) -> HttpResponse:
    wish = _own(request, model, pk)
    model.objects.filter(pk=pk).update(closed_at=None, outcome="", closing_note="", confirmed_at=timezone.now())
    messages.success(request, f"The {SORTS[model].word} is open again.")
    return redirect(wish)
