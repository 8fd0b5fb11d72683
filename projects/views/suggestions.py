"""What text fields suggest while one types, and what is asked of a name that is new: parts of pages, for everybody."""

from collections import Counter

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from partners import naming
from partners.models import Organization, User
from partners.requests import SignedInRequest
from projects import gazetteer
from projects.forms.money import together, worths
from projects.forms.newcomers import NewOrganization, NewPlace
from projects.models import ActivityType, Participation

NEAR, CHOSEN = 2_000, 1_000_000  # how many bodies of the countries chosen are put first, and by how much

LONGEST = 250


@require_safe
def organizations(request: SignedInRequest) -> HttpResponse:
    """The body's kind and country, and the alias by which it was found; those of the countries chosen come first."""
    typed, used = text_of(request.GET), used_by(request.user)
    there = Organization.objects.filter(country__in=request.GET.getlist("country")[:60])
    used.update(dict.fromkeys(there.values_list("pk", flat=True)[:NEAR], CHOSEN))
    found = [
        {"value": str(one.organization), "label": str(one.organization), "meta": meta_of(one)}
        for one in naming.suggestions(typed, used)
    ]
    return suggested(request, typed, found, "projects:new_organization", "organization")


@require_safe
def places(request: SignedInRequest) -> HttpResponse:
    typed = text_of(request.GET)
    found = [
        {"value": place.written, "label": str(place), "meta": place.get_kind_display()}
        for place in gazetteer.suggestions(typed, request.GET.getlist("country")[:60])
    ]
    return suggested(request, typed, found, "projects:new_place", "place")


@require_safe
def new_organization(request: SignedInRequest) -> HttpResponse:
    """Of those called much alike the ones of the project's countries come first."""
    form = NewOrganization(text_of(request.GET), request.GET, ask=True)
    return render(request, "projects/_newcomer.html", {"form": form})


@require_safe
def new_place(request: SignedInRequest) -> HttpResponse:
    """The country is filled in where the project works in one only."""
    return render(request, "projects/_newcomer.html", {"form": NewPlace(text_of(request.GET), request.GET, ask=True)})


@require_safe
def units(request: SignedInRequest) -> JsonResponse:
    """What activities of a type are counted in, and which of it is meant when nothing is said."""
    found = ActivityType.objects.filter(pk=request.GET.get("type", "")[:3]).first()
    return JsonResponse({"units": found.units if found else [], "usual": found.usual_unit if found else ""})


@require_POST
def usd_values(request: SignedInRequest) -> HttpResponse:
    """Of the contribution named in the query, or of all together."""
    found = list(worths(request.POST))
    row = request.GET.get("row")
    text = next((one.text for one in found if one.row == row), "") if row else together(found)
    return HttpResponse(format_html('<span id="usd">{}</span>', text))


def suggested(
    request: SignedInRequest, typed: str, found: list[dict[str, str]], asked_at: str, what: str
) -> HttpResponse:
    """The options, and last that it is none of them, unless it is exactly one."""
    known = any(one["value"].casefold() == typed.casefold() for one in found)
    address = "" if known or not typed else reverse(asked_at) + "?" + query(typed)
    return render(request, "projects/_suggestions.html", {"found": found, "add": address, "typed": typed, "what": what})


def query(typed: str) -> str:
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    return asked.urlencode()


def text_of(query: QueryDict) -> str:
    return " ".join(query.get("q", "").split())[:LONGEST]


def meta_of(one: naming.Suggestion) -> str:
    body = one.organization
    kind = body.get_kind_display() if body.kind != Organization.Kind.OTHER else ""
    also = f"also “{one.matched}”" if one.matched and one.matched != body.acronym else ""
    return " · ".join(filter(None, [kind, str(body.country or ""), also]))


def used_by(user: User) -> Counter[int]:
    """How often the person's own partners name a body. What others do with it is not told, not even by the order."""
    parts = Participation.objects.filter(project__partner__in=user.own_partners)
    return Counter(parts.values_list("organization_id", flat=True))
