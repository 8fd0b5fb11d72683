"""By what a form is known that is to be saved once, however often it is sent."""

from uuid import UUID, uuid4

from partners.requests import SignedInRequest
from projects.forms import once


def token_for(request: SignedInRequest) -> UUID:
    """That of the form as it was posted, or a new one."""
    return once.token_in(request.POST) or uuid4()
