"""What one person is shown is for that person alone: no store between browser and site keeps it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def private_answers(get_response: Answer) -> Answer:
    """Answers that say nothing of their keeping may be kept by the person's browser alone, which asks before use."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer
