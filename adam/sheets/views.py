"""Sheets of countries and partners, and the list to choose from."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from adam.sheets.content import Subject, of_country, of_partner, sheet
from adam.sheets.printing import pdf
from partners.addresses import absolute
from partners.models import Country, Partner
from partners.requests import SignedInRequest
from projects.models import Project, Recipient
from projects.responses import attached


@require_safe
def sheets(request: SignedInRequest) -> HttpResponse:
    """Countries with a project that the person may see, and all partners."""
    visible = Project.objects.visible_to(request.user).published().order_by()
    working = Recipient.objects.filter(country=OuterRef("pk"), project__in=visible)
    countries = Country.objects.filter(Exists(working)).order_by("name")
    reporting = Partner.objects.filter(Exists(visible.filter(partner=OuterRef("pk")))).order_by("name")
    return render(request, "sheets/list.html", {"countries": countries, "partners": reporting})


@require_safe
def country(request: SignedInRequest, code: str) -> HttpResponse:
    return page(request, a_country(code))


@require_safe
def country_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    return file(request, a_country(code))


@require_safe
def partner(request: SignedInRequest, code: str) -> HttpResponse:
    return page(request, a_partner(code))


@require_safe
def partner_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    return file(request, a_partner(code))


# -- Parts -------------------------------------------------------------------------------------------------------------
def a_country(code: str) -> Subject:
    return of_country(get_object_or_404(Country, pk=code.upper()))


def a_partner(code: str) -> Subject:
    found = Partner.objects.by_code(code).first()
    if found is None:
        raise Http404
    return of_partner(found)


def page(request: SignedInRequest, subject: Subject) -> HttpResponse:
    return render(request, "sheets/sheet.html", {"sheet": sheet(subject, request), "subject": subject})


def file(request: SignedInRequest, subject: Subject) -> HttpResponse:
    made = sheet(subject, request)
    name = f"adam-{subject.kind}-{subject.code.lower()}-{made.day}.pdf"
    response = attached(pdf(made, absolute("/")), "application/pdf", name)
    response["Cache-Control"] = "private, no-store"
    return response
