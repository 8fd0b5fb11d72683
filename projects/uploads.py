"""Limits on what is sent, held while it arrives: neither memory nor disk takes in more than will be kept."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import LimitedStream
from django.http.multipartparser import MultiPartParserError

from projects.content import file_size


class TooMuchSent(RequestDataTooBig):
    """The whole of it is refused, before any of it is read; the text says why and what to do."""


class Limits(FileUploadHandler):
    """Stands before Django's own handlers, which keep only what this one lets through."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        most = settings.UPLOAD_MAX_BYTES if self.is_somebody() else settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if content_length > most:
            one = file_size(min(most, settings.DOCUMENT_MAX_BYTES))
            raise TooMuchSent(
                f"What you sent is {file_size(content_length)} in all; at one time it may be {file_size(most)}, and "
                f"one file {one}. Send several files in portions."
            )

    def is_somebody(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.arrived += len(raw_data)
        return raw_data if self.arrived <= settings.DOCUMENT_MAX_BYTES else None

    def upload_complete(self) -> None:
        """A connection that broke off leaves a file cut short, which nobody would notice."""
        stream = getattr(self.request, "_stream", None)  # Django has no public word for how much of it came
        if isinstance(stream, LimitedStream) and stream._pos < stream.limit:  # type: ignore[attr-defined]
            raise MultiPartParserError("The upload broke off.")

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """A file beyond the limit arrives without its content: its size is what it is refused for."""
        if file_size <= settings.DOCUMENT_MAX_BYTES:
            return None
        return UploadedFile(None, self.file_name, self.content_type, file_size)
