"""The pack of a meeting, a country or a pillar: its page, and its files."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.responses import attached, refused
from roundtables.pack.asking import Asked, asked_of
from roundtables.pack.building import pack
from roundtables.pack.forms import FORMS, file_name
from roundtables.pack.language import CHOICES, Language
from roundtables.pack.subject import Subject, subject_of


@require_safe
def page(request: SignedInRequest, kind: str, **key: Any) -> HttpResponse:
    subject = found(request, kind, key)
    asked = asked_of(subject, request.GET)
    return render(request, "roundtables/pack.html", on_the_page(request, asked))


@require_safe
def file(request: SignedInRequest, kind: str, form: str, **key: Any) -> HttpResponseBase:
    asked = asked_of(found(request, kind, key), request.GET)
    if asked.problems:
        return refused(asked.problems)
    made = pack(asked.subject, request.user, Language(asked.language), asked.day)
    response = attached(FORMS[form].write(made), FORMS[form].content_type, file_name(asked.subject, made, form))
    response["Cache-Control"] = "private, no-store"
    return response


# -- Parts -------------------------------------------------------------------------------------------------------------
def found(request: SignedInRequest, kind: str, key: dict[str, Any]) -> Subject:
    subject = subject_of(kind, str(next(iter(key.values()))), request.user)
    if subject is None:
        raise Http404
    return subject


def on_the_page(request: SignedInRequest, asked: Asked) -> dict[str, Any]:
    return {
        "subject": asked.subject,
        "asked": asked,
        "title": asked.subject.title(Language("en")),
        "languages": CHOICES,
        "forms": [(form, asked.subject.address(form.name)) for form in FORMS.values()],
    }
