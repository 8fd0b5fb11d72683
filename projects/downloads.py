"""Files handed out, after the caller has checked access: whole or in part, piece by piece, from whichever store.

Serves documents of projects and of meetings alike, their earlier versions, and files made for one person.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.response import StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from projects.models import AbstractFile

CHUNK = 1 << 16
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
SIGNED_SECONDS = 60


class Sent(Protocol):
    """What is asked of a file to hand it out."""

    @property
    def file(self) -> FieldFile: ...
    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def uploaded_at(self) -> datetime: ...


def handed_out(request: HttpRequest, file: AbstractFile) -> HttpResponseBase:
    """The document, if its file may be given to anybody at all."""
    return withheld(request, file) if file.withheld else sent(request, file)


def sent(request: HttpRequest, file: Sent) -> HttpResponseBase:
    """The file under its own name, to be saved and never shown by the browser."""
    if settings.S3_PUBLIC_ENDPOINT:
        return signed(file)
    response = in_part_or_whole(request, file.file, file)
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(True, file.name) or ""
    response["Cache-Control"] = "private, no-cache"
    return response


def shown(request: HttpRequest, file: AbstractFile) -> HttpResponseBase:
    """A picture as large as it is, for the page about it."""
    if not file.is_shown:
        raise Http404("This is no picture that browsers show.")
    if file.withheld:
        return withheld(request, file)
    response = in_part_or_whole(request, file.file, file)
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(False, file.name) or "inline"
    response["Cache-Control"] = "private, no-cache"
    return response


def shown_small(request: HttpRequest, file: AbstractFile) -> HttpResponseBase:
    """The thumbnail, which pages show as a picture of their own address."""
    if file.withheld:
        return withheld(request, file)
    response = in_part_or_whole(request, file.thumbnail, file)
    response["Content-Type"] = "image/jpeg"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def withheld(request: HttpRequest, file: AbstractFile) -> HttpResponse:
    document = getattr(file, "document", file)  # of an earlier version
    response = render(request, "documents/withheld.html", {"file": file, "document": document}, status=409)
    response["Cache-Control"] = "no-store"
    return response


def signed(file: Sent) -> HttpResponse:
    """To the store itself, by an address that holds for a minute, for this file and under its name only."""
    size(file.file)
    parameters = {
        "ResponseContentDisposition": content_disposition_header(True, file.name),
        "ResponseContentType": file.content_type,
        "ResponseCacheControl": "private, no-store",
    }
    store: Any = storages["public"]
    response = HttpResponseRedirect(store.url(file.file.name, parameters=parameters, expire=SIGNED_SECONDS))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


# -- Through the site --------------------------------------------------------------------------------------------------
def in_part_or_whole(request: HttpRequest, content: FieldFile, file: Sent) -> HttpResponseBase:
    """What the browser asks for of it: nothing when it has it already, the rest of an interrupted download, or all."""
    length, etag = size(content), f'"{sha256(str(content.name).encode()).hexdigest()[:32]}"'
    response: Any = get_conditional_response(request, etag, int(file.uploaded_at.timestamp()))
    if response is None:
        response = answer(request, content, length, etag, http_date(file.uploaded_at.timestamp()))
    response["ETag"], response["Last-Modified"] = etag, http_date(file.uploaded_at.timestamp())
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def answer(request: HttpRequest, content: FieldFile, length: int, etag: str, modified: str) -> HttpResponseBase:
    first, last, status = 0, length - 1, 200
    if request.headers.get("If-Range", etag) in {etag, modified}:
        first, last, status = part_asked_for(request.headers.get("Range", ""), length)
    if status == 416:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{length}"})
    body = iter(()) if request.method == "HEAD" else pieces(content, first, last)
    response = StreamingHttpResponse(body, status=status)
    response["Content-Length"] = str(last - first + 1)
    if status == 206:
        response["Content-Range"] = f"bytes {first}-{last}/{length}"
    return response


def part_asked_for(words: str, length: int) -> tuple[int, int, int]:
    """First and last byte and the status. Several parts at a time, or words that say nothing, get the whole."""
    found = RANGE.fullmatch(words.strip())
    if not found or found[1] == found[2] == "":
        return 0, length - 1, 200
    if found[1]:
        first, last = int(found[1]), min(int(found[2] or length), length - 1)
        if found[2] and int(found[2]) < first:
            return 0, length - 1, 200
    else:
        first, last = max(0, length - int(found[2])), length - 1
    return (first, last, 206) if first <= last else (0, 0, 416)


def size(content: FieldFile) -> int:
    try:
        return int(content.storage.size(str(content.name)))
    except FileNotFoundError:
        raise Http404("The file is missing from the store.") from None
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise Http404("The file is missing from the store.") from None
        raise


def pieces(content: FieldFile, first: int, last: int) -> Iterator[bytes]:
    """The bytes from first to last, a little at a time."""
    if first > last:
        return
    storage: Any = content.storage
    if hasattr(storage, "bucket"):  # S3: asked for just this part, and never held whole
        body = storage.bucket.Object(content.name).get(Range=f"bytes={first}-{last}")["Body"]
        try:
            yield from body.iter_chunks(CHUNK)
        finally:
            body.close()
    else:
        yield from from_disk(storage, str(content.name), first, last)


def from_disk(storage: Storage, name: str, first: int, last: int) -> Iterator[bytes]:
    with storage.open(name) as file:
        file.seek(first)
        left = last - first + 1
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
