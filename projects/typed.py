"""What is typed into the form of another page is kept as that into a project's, and such a form saves once."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import QueryDict

from partners.requests import SignedInRequest
from projects import kept
from projects.forms import once
from projects.models.kept import KeptForm


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form carries, and what its owner left of it: taken up again, or offered."""

    token: UUID
    note: str
    data: QueryDict | None  # as posted, or as it was left; None for a form that is opened
    going_on: KeptForm | None
    begun: list[KeptForm]


def typed(request: SignedInRequest, what: str) -> Typed:
    """The page has one form. `what` it is: a word or two."""
    left = list(KeptForm.objects.visible_to(request.user).filter(page=request.path))
    if request.method == "POST":
        token = once.token_in(request.POST) or uuid4()
        return Typed(token, note_of(request, what, token), request.POST, None, [])
    chosen = next((one for one in left if str(one.token) == request.GET.get("kept")), None)
    token = chosen.token if chosen else uuid4()
    note, data = note_of(request, what, token), chosen.data if chosen else None
    return Typed(token, note, data, chosen, [] if chosen else left)


def note_of(request: SignedInRequest, what: str, token: UUID) -> str:
    return kept.Form(request.user.pk, None, what, token, request.path).note


def done(request: SignedInRequest, made: int) -> None:
    """The form has done its work: sent again it makes nothing twice, and what was kept of it goes."""
    once.remember(request.user, request.POST, made)
    kept.forget(request.user, once.token_in(request.POST))


def made_before(request: SignedInRequest) -> int | None:
    """What this very form, word for word, made when it was sent before."""
    earlier = once.earlier(request.user, request.POST)
    return earlier.made if earlier and earlier.identical else None
