"""Files handed out, after the caller has checked access: for documents of projects and of meetings alike."""

from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponseBase

from projects.models import AbstractDocument


def handed_out(document: AbstractDocument) -> HttpResponseBase:
    """The file under its own name, to be saved and never shown by the browser; through the site wherever it is kept."""
    response = FileResponse(
        opened(document.file), as_attachment=True, filename=document.name, content_type=document.content_type
    )
    response["Cache-Control"] = "private, no-cache"
    return harmless(response)


def shown_small(document: AbstractDocument) -> HttpResponseBase:
    """The thumbnail, which pages show as a picture of their own address."""
    response = FileResponse(opened(document.thumbnail), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return harmless(response)


def opened(file: FieldFile) -> IO[bytes]:
    """From whichever store; one of S3 is named by addresses that only the site's own network may know."""
    try:
        return file.storage.open(str(file.name), "rb")
    except FileNotFoundError:
        raise Http404("The file is missing from the store.") from None


def harmless(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
