"""Files made of figures, handed out whole; and the refusal of a query that a file cannot say was not understood."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def refused(problems: Iterable[str]) -> HttpResponse:
    return HttpResponse("\n".join(problems), status=400, content_type="text/plain; charset=utf-8")
