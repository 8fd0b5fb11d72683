"""What the address of a page says is cleaned once, before anybody reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def without_nul(get_response: Answer) -> Answer:
    """The sign NUL is in no text that PostgreSQL takes, and no keyboard writes it: the query string loses it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
            query = request.GET.copy()
            query.clear()
            for name, values in request.GET.lists():
                query.setlist(plain(name), [*query.getlist(plain(name)), *map(plain, values)])
            request.GET = query  # type: ignore[assignment]
        return get_response(request)

    return answer


def plain(text: str) -> str:
    return text.replace("\0", "")
