"""The gap map: the page, its pictures, its files."""

from dataclasses import replace
from hashlib import sha256

import numpy as np
from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from partners.models import Country, Partner, User
from partners.requests import SignedInRequest
from partners.text import day_in_words, plural
from projects.charts import ROOMS, asked_shape
from projects.charts.picture import Busy, Words, drawn_once
from projects.charts.screen import on_screen
from projects.exports.formats import FORMATS
from projects.exports.text import csv_response, json_line
from projects.exports.workbook import About
from projects.filters import tidy
from projects.responses import attached, refused
from projects.search import register as registers
from projects.views.analysis import TYPES, busy
from roundtables.gaps import Reading, read
from roundtables.gaps.files import HEADER, content, rows, sentences, workbook
from roundtables.gaps.reading import COLUMNS, PICTURES
from roundtables.gaps.wording import NAMED_BY, gaps, named
from roundtables.models import Need, Recommendation

SENTENCES, MOST = 8, 40  # shown at once, and on request; the table marks every gap, and the workbook has every sentence


@require_safe
def gap_map(request: SignedInRequest) -> HttpResponse:
    query = tidy(request.GET)
    here = f"{request.path}?{query.urlencode()}".removesuffix("?")
    if query != request.GET and not request.htmx:
        return redirect(here)

    known = known_today(request.user)
    with read(query, request.user) as found:
        offer(found, known)
        plan = found.drawn()
        missing = gaps(found.map)
        told = list(named(missing[:MOST]))
        context = {
            "found": found,
            "map": found.map,
            "filter": found.narrowed,
            "chips": found.chips,
            "past": found.past,
            "plan": plan,
            "screen": on_screen(plan),
            "first": told[:SENTENCES],
            "further": told[SENTENCES:],
            "beyond": len(missing[MOST:]),
            "columns": COLUMNS,
            "names": NAMED_BY[found.columns],
            "pictures": PICTURES,
            "query": found.query,
        }
    response = render(request, "roundtables/gaps.html", context)
    if request.htmx:
        response["HX-Push-Url"] = here
    return response


@require_safe
def gaps_png(request: SignedInRequest) -> HttpResponseBase:
    return picture(request, "png")


@require_safe
def gaps_svg(request: SignedInRequest) -> HttpResponseBase:
    return picture(request, "svg")


@require_safe
def gaps_pdf(request: SignedInRequest) -> HttpResponseBase:
    return picture(request, "pdf")


@require_safe
def gaps_csv(request: SignedInRequest) -> HttpResponseBase:
    with read(request.GET, request.user) as found:
        if found.problems:
            return refused(found.problems)
        return csv_response(file_name(found, "csv"), [one.label for one in HEADER], list(rows(found.map)))


@require_safe
def gaps_json(request: SignedInRequest) -> HttpResponseBase:
    with read(request.GET, request.user) as found:
        if found.problems:
            return refused(found.problems)
        text = json_line(content(found, scope(found), address(found)))
    return attached(text.encode(), "application/json", file_name(found, "json"))


@require_safe
def gaps_workbook(request: SignedInRequest) -> HttpResponseBase:
    with read(request.GET, request.user) as found:
        if found.problems:
            return refused(found.problems)
        file = workbook(found, about(request, found))
    return attached(file, FORMATS["xlsx"].content_type, file_name(found, "xlsx"))


def known_today(user: User) -> dict[str, set[str]]:
    """Countries in which something is done or asked, and partners with projects, as far as the person may see them."""
    register = registers.current()
    seen = register.visible_to(user)
    partners = np.unique(register.measures["lead"][register.flags(seen)])
    asked = Q(pk__in=Recommendation.countries.through.objects.values("country")) | Q(
        pk__in=Need.objects.values("country")
    )
    return {
        "country": {code for code, projects in register.members["country"].items() if projects & seen}
        | set(Country.objects.filter(asked).values_list("pk", flat=True)),
        "partner": set(Partner.objects.filter(pk__in=partners.tolist()).values_list("code", flat=True)),
    }


def offer(found: Reading, known: dict[str, set[str]]) -> None:
    """In the lists of the form what is known today and what is on the map; any other is still understood in an
    address.
    """
    narrowed = found.narrowed
    on_the_map = {"country": {line.heading.key for line in found.map.lines}}
    for name, keys in known.items():
        shown = {*keys, *on_the_map.get(name, ()), *narrowed.data.getlist(name)}
        field = narrowed.form.fields[name]
        field.widget.choices = [choice for choice in narrowed.choices_of(name) if choice[0] in shown]


# -- Parts -------------------------------------------------------------------------------------------------------------
def picture(request: SignedInRequest, kind: str) -> HttpResponseBase:
    shape, unknown = asked_shape(request.GET)
    with read(request.GET, request.user) as found:
        plan = found.drawn(ROOMS[shape])
        words = around(found)
    if problems := [*found.problems, *unknown]:
        return refused(problems)

    words = replace(words, title=plan.title, notes=(*plan.remarks, *words.notes))
    etag = f'"{sha256(repr((plan, words, kind, shape)).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            drawing = drawn_once(etag, plan, words, kind, shape)
        except Busy:
            return busy()
        response = attached(drawing, TYPES[kind], file_name(found, kind))
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def around(found: Reading) -> Words:
    numbers = f"{plural(found.map.gaps, 'gap')}, {plural(found.map.total.projects, 'active project')}"
    return Words(
        title="",
        scope=f"{' · '.join(scope(found))}: {numbers}",
        source=f"Source: ADAM ({settings.BASE_URL}), as reported by the partners, {day_in_words(found.day)}",
        address=address(found),
        notes=tuple(found.notes[:2]),
    )


def about(request: SignedInRequest, found: Reading) -> About:
    lines: list[tuple[str, object]] = [
        ("Which", " · ".join(scope(found))),
        ("As of", found.day),
        ("Seen by", f"{request.user}, {request.user.title}"),
        ("Source", f"ADAM, as reported by the partners: {address(found)}"),
    ]
    for name, texts in (("Gaps", sentences(found.map)), ("How to read it", found.notes)):
        lines += [("" if at else name, text) for at, text in enumerate(texts)]
    return About("Gap map: what is asked and what is done", lines)


def scope(found: Reading) -> list[str]:
    return [chip.text for chip in found.chips] or ["All countries and themes"]


def address(found: Reading) -> str:
    return f"{settings.BASE_URL}{reverse('roundtables:gaps')}?{found.query}".removesuffix("?")


def file_name(found: Reading, kind: str) -> str:
    return f"adam-gaps-by-{found.columns.replace('_', '-')}-{found.day}.{kind}"
