"""Requests that cannot be taken: too much at one time gets a sentence that says so."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.uploads import TooMuchSent


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TooMuchSent):
        said = str(exception)
    elif isinstance(exception, TooManyFilesSent):
        files = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        said = f"You sent more than {files} files at one time. Send them in several portions."
    elif isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        said = "The form holds more than can be taken at one time. Shorten it, or save it in several steps."
    else:
        return render(request, "400.html", status=400)
    return render(request, "400.html", {"said": said}, status=413)
