"""How allauth signs people in here: accounts come by invitation only."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.conf import settings
from django.http import HttpRequest

from partners.addresses import absolute


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = SimpleNamespace(name="ADAM", domain=urlsplit(settings.BASE_URL).netloc)
        super().send_mail(template_prefix, email, {"current_site": site, **context})


def at_home(url: str) -> str:
    """The same page at this site's own address: whoever asks for a mail must not choose the host in its link."""
    return absolute(urlsplit(url).path)


class LoginForm(AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # its link would stand between the two fields on the keyboard's way
