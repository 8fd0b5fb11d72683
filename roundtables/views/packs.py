"""The pack of a meeting, a country or a pillar: its page, its files, and those that are kept with the meeting."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from partners.requests import SignedInRequest
from projects.analysis.past import Past
from projects.exports.makers import Refused
from projects.exports.making import TooMany
from projects.filters import ProjectFilter
from projects.responses import attached
from projects.views.made_files import sent_whole
from roundtables.models import MeetingDocument
from roundtables.pack.asking import Asked, asked_of
from roundtables.pack.building import pack
from roundtables.pack.desk import query_of as projects_query
from roundtables.pack.formats import FORMATS, file_name
from roundtables.pack.kept import restricted_since
from roundtables.pack.language import CHOICES, USUAL, Language
from roundtables.pack.making import (
    COORDINATORS,
    DOCX,
    EVERYBODY,
    again,
    ask,
    asked_again,
    packs_of,
    ready,
)
from roundtables.pack.subject import Subject, subject_of

RESTRICTED = MeetingDocument.Visibility.RESTRICTED
KEEPING = [
    (
        EVERYBODY,
        "Everybody who may sign in",
        "Only what all of them may see: nothing restricted, and nothing of what is said about overlaps.",
    ),
    (COORDINATORS, "Coordinators only", "Everything published, restricted projects and what partners say among it."),
]


@require_safe
def page(request: SignedInRequest, kind: str, **key: Any) -> HttpResponse:
    asked = asked_of(found(request, kind, key), request.GET)
    return render(request, "roundtables/pack.html", on_the_page(request, asked))


@require_safe
def file(request: SignedInRequest, kind: str, form: str, **key: Any) -> HttpResponseBase:
    """At once where that takes seconds; else the one that the worker has made of the same state, or the page on which
    one sees it being made.
    """
    asked = asked_of(found(request, kind, key), request.GET)
    if asked.problems:
        return render(request, "roundtables/pack.html", on_the_page(request, asked), status=400)
    if is_long(request, asked):
        there = ready(asked, request.user, form)
        return sent_whole(request, there) if there else ordered(request, asked, form)
    made = pack(asked.subject, request.user, Language(asked.language), asked.day)
    response = attached(FORMATS[form].write(made), FORMATS[form].content_type, file_name(asked.subject, made, form))
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def make(request: SignedInRequest) -> HttpResponse:
    """By the worker: again what was made before, or one to be kept with the meeting."""
    try:
        asked, keep = asked_again(request.POST.get("query") or request.POST.urlencode(), request.user)
    except Refused:
        raise Http404 from None
    if asked.problems:
        messages.error(request, " ".join(asked.problems))
        return redirect(asked.address())
    if keep and not request.user.is_coordinator:
        raise PermissionDenied
    form = request.POST.get("form", DOCX)
    return ordered(request, asked, form if form in FORMATS else DOCX, keep)


# -- Parts -------------------------------------------------------------------------------------------------------------
def found(request: SignedInRequest, kind: str, key: dict[str, Any]) -> Subject:
    subject = subject_of(kind, str(next(iter(key.values()))), request.user)
    if subject is None:
        raise Http404
    return subject


def is_long(request: SignedInRequest, asked: Asked) -> bool:
    projects = ProjectFilter(projects_query(asked.subject), user=request.user).qs
    return len(projects.order_by().values_list("pk")[: settings.EXPORT_ROWS + 1]) > settings.EXPORT_ROWS


def ordered(request: SignedInRequest, asked: Asked, form: str, keep: str = "") -> HttpResponseRedirect:
    try:
        return redirect(ask(asked, request.user, form, keep=keep))
    except TooMany as reason:
        messages.error(request, str(reason))
        return redirect("projects:exports")


def on_the_page(request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    subject = asked.subject
    kept = packs_of(subject.meeting, request.user) if subject.meeting else []
    since = restricted_since(subject, request.user, kept) if request.user.is_coordinator else {}
    return {
        "subject": subject,
        "asked": asked,
        "emptiness": Past(asked.day, request.GET).emptiness(request.user),
        "title": subject.title(Language(USUAL)),
        "languages": CHOICES,
        "forms": [(form, subject.address(form.name)) for form in FORMATS.values()],
        "kept": [(one, again(asked, one), one.visibility == RESTRICTED, since.get(one.pk, [])) for one in kept],
        "keeping": KEEPING if subject.meeting and request.user.is_coordinator else [],
        "make": reverse("roundtables:pack_make"),
    }
