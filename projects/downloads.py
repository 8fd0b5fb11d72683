"""Files handed out, after the caller has checked access: for documents of projects and of meetings alike."""

from typing import IO, Any

from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from projects.models import AbstractDocument


def handed_out(document: AbstractDocument) -> HttpResponseBase:
    """The file under its own name, to be saved and never shown by the browser; from S3 by an address that soon ends."""
    storage: Any = document.file.storage  # addresses of S3 take parameters
    if not isinstance(storage, FileSystemStorage):
        disposition = content_disposition_header(True, document.name)
        signed = {"ResponseContentDisposition": disposition, "ResponseContentType": document.content_type}
        return redirect(storage.url(document.file.name, parameters=signed))
    response = FileResponse(
        opened(document.file), as_attachment=True, filename=document.name, content_type=document.content_type
    )
    response["Cache-Control"] = "private, no-cache"
    return harmless(response)


def shown_small(document: AbstractDocument) -> HttpResponseBase:
    """The thumbnail, always through the site wherever the file is: pages show pictures of their own address only."""
    response = FileResponse(opened(document.thumbnail), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return harmless(response)


def opened(file: FieldFile) -> IO[bytes]:
    try:
        return file.storage.open(str(file.name), "rb")
    except FileNotFoundError:
        raise Http404("The file is missing from the store.") from None


def harmless(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
