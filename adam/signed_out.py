"""Who was signed out while filling in a form finds it again after signing in; nothing typed ends on an error page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views import csrf

from projects import kept


class LoginRequired(LoginRequiredMiddleware):
    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseRedirect:
        if address := kept.rescued(request):
            return redirect_to_login(address)
        return super().handle_no_permission(request, view_func)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The key of a form goes out of date when somebody signs in again in another window."""
    if address := kept.rescued(request):
        messages.warning(request, "You have signed in anew since you opened this form. Nothing is lost: save it again.")
        return redirect(address)
    return csrf.csrf_failure(request, reason)
