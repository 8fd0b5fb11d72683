"""An alert, or a request for contact or a message in it, answered from its mail without a password: what the mail said
and the question; the rest asks to log in.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from operator import attrgetter, itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from duplication.forms.positions import PositionForm, chosen_stance
from duplication.forms.speaking import who_is_told
from duplication.forms.talk import AnswerForm, MailedMessageForm
from duplication.models import Alert, Contact, Message
from duplication.notices import mail_links
from duplication.notices.from_mail import tell_of_use
from duplication.notices.mail_links import Link
from duplication.notices.talk import tell_of_contact, tell_of_message
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.thread import Entry, message, names_in, thread_of
from duplication.review import contacts, positions
from partners import mailed_links
from partners.mailed_links import by_mailed_link, link_gone
from partners.models import User

from .alert import is_put_back
from .mailed import answered_since, closed, done_since, known, message_in, over, own, request_in, used, wrote_since

TOLD = {"Position", "Message", "Contact"}
SHOWN = "Your answer is recorded. For an hour it was shown here; log in to read it."
NO_MESSAGE = "This mail tells of no message."
WRITE = "Log in to write in the alert."
ANSWERED = "The request for contact was answered, or taken back, in the meantime."


def gone(
    request: HttpRequest, why: str, alert: Alert | None = None, *, is_answered: bool = False, **more: Any
) -> HttpResponse:
    """With the words of an answer that came too late. `is_answered`: the person has done what it asked for."""
    more["heading"] = mailed_links.ANSWERED if is_answered else mailed_links.GONE
    more["typed"] = request.POST.get("text") or request.POST.get("reply", "")
    if alert:
        return link_gone(request, why, url=alert.get_absolute_url(), action="Log in and see the alert", **more)
    return link_gone(request, why, url=reverse("alerts:list"), action="Log in and see the alerts", **more)


@require_http_methods(["GET", "HEAD", "POST"])
@by_mailed_link(mail_links.read, attrgetter("user"), gone)
def from_mail(request: HttpRequest, link: Link) -> HttpResponse:
    """Who is logged in answers on the page itself."""
    alert, user, made = link
    if request.user.is_authenticated and request.method != "POST":
        stance = chosen_stance(request)
        place = "say" if stance else first_asked(alert, user, made)
        return redirect(f"{alert.get_absolute_url()}?{urlencode({'stance': stance})}#{place}")
    return (answered if request.method == "POST" else asked)(request, link)


def locked(link: Link) -> Link:
    """A second press waits, and then finds the first."""
    return link._replace(alert=Alert.objects.select_for_update().get(pk=link.alert.pk))


def first_asked(alert: Alert, user: User, made: datetime) -> str:
    """Its place on the page."""
    if contacts.standing(alert, user).may_answer:
        return "contact"
    return "write" if message_in(alert, user, made) else "say"


def asked(request: HttpRequest, link: Link) -> HttpResponse:
    alert, user, made = link
    why = closed(alert, user)
    if why and not (request_in(contacts.standing(alert, user), made) or message_in(alert, user, made)):
        words = " ".join([*done_since(alert, user, made), why])
        return gone(request, words, alert=alert, is_answered=not over(alert, user))
    return page(request, link)


def answered(request: HttpRequest, link: Link) -> HttpResponse:
    alert, user, _ = link = locked(link)
    if why := closed(alert, user):
        return gone(request, why, alert=alert, is_answered=not over(alert, user))
    form = PositionForm(request.POST, alert=alert, user=user, hears=False)
    if not form.is_valid():
        return page(request, link, form=form)

    if said := own(alert, user).last_of(alert, {form.instance.partner_id}):
        is_same = (said.stance, said.text) == (form.instance.stance, form.instance.text)  # as after a second press
        if is_same:
            return redirect(mail_links.receipt(said))
        return gone(request, used(alert, user), alert=alert, is_answered=True)
    return recorded(positions.give(form.instance), user)


def from_its_page(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Who comes by the address and sends nothing is led to the form."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        return view(request, token) if request.method == "POST" else redirect("alerts:from_mail", token)

    return answer


@from_its_page
@by_mailed_link(mail_links.read, attrgetter("user"), gone)
def contact_from_mail(request: HttpRequest, link: Link) -> HttpResponse:
    alert, user, made = link = locked(link)
    contact = request_in(contacts.standing(alert, user), made)
    if contact is None:
        why, said = over(alert, user), answered_since(alert, user, made)
        is_answered = bool(said) and not why
        return gone(request, f"{said or ANSWERED} {why}".strip(), alert=alert, is_answered=is_answered)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, link, answer_form=form)

    contacts.answer(contact, user, accepts=form.accepts, reply=form.cleaned_data["reply"])
    tell_of_contact(contact, "accept" if form.accepts else "decline")
    return recorded(contact, user)


@from_its_page
@by_mailed_link(mail_links.read, attrgetter("user"), gone)
def message_from_mail(request: HttpRequest, link: Link) -> HttpResponse:
    alert, user, made = link = locked(link)
    told_of = message_in(alert, user, made)
    if told_of is None:
        why, wrote = over(alert, user), wrote_since(alert, user, made)
        is_answered = bool(wrote) and not why
        return gone(request, why or f"{wrote or NO_MESSAGE} {WRITE}", alert=alert, is_answered=is_answered)
    form = MailedMessageForm(request.POST, alert=alert, user=user, told_of=told_of)
    if not form.is_valid():
        return page(request, link, message_form=form)

    tell_of_message(sent := form.save())
    return recorded(sent, user)


def recorded(said: mail_links.Said, user: User) -> HttpResponse:
    """Led on, so that Back and Reload send nothing again."""
    tell_of_use(said, user)
    return redirect(mail_links.receipt(said))


@require_safe
@by_mailed_link(mail_links.read_receipt, itemgetter(1), gone, over=SHOWN)
def answered_from_mail(request: HttpRequest, found: tuple[mail_links.Said, User]) -> HttpResponse:
    """What was answered. For that the link of the mail stays used up."""
    said, user = found
    context: dict[str, Any] = {"alert": said.alert}
    if isinstance(said, Contact):
        context |= {"contact": said, "is_asked": not closed(said.alert, user)}
    elif isinstance(said, Message):
        context |= {"message": said, "is_asked": not closed(said.alert, user)}
    else:
        context |= {
            "position": said,
            "told": who_is_told(said.alert),
            "missing": positions.still_missing(said.alert, user),
        }
    return render(request, "duplication/from_mail_done.html", context)


def page(
    request: HttpRequest,
    link: Link,
    form: PositionForm | None = None,
    answer_form: AnswerForm | None = None,
    message_form: MailedMessageForm | None = None,
) -> HttpResponse:
    """With who has been answered for, so that nobody answers for a partner once more unknowing; what was said there is
    read by who is logged in.
    """
    alert, user, made = link
    [view] = present([alert], user)
    latest = (alert.positions.in_force().last_of(alert, {partner}) for partner in sorted(alert.sides_of(user)))
    now = contacts.standing(alert, user)
    contact, told_of = request_in(now, made), message_in(alert, user, made)
    if told_of:
        message_form = message_form or MailedMessageForm(alert=alert, user=user, told_of=told_of)
    letter = message(told_of, names_in(view), user) if told_of else None
    context = {
        "alert": view,
        "form": form or asked_position(request, alert, user),
        "answer_form": (answer_form or AnswerForm()) if contact else None,
        "request_for_contact": contact,
        "message_form": message_form,
        "letter": letter,
        "person": user,
        "done": done_since(alert, user, made),
        "said": [one for one in latest if one],
        "contact": now,
        "told": [one for one in told(view, user, made) if one != letter],
        "put_back": is_put_back(view),
        "knew_of_reopening": bool(view.reopened and view.reopened.at < known(made)),
    }
    return render(request, "duplication/from_mail.html", context)


def asked_position(request: HttpRequest, alert: Alert, user: User) -> PositionForm | None:
    """With the answer that was chosen in the mail; None where no position is asked for any more."""
    if closed(alert, user):
        return None
    form = PositionForm(alert=alert, user=user, stance=chosen_stance(request))
    form.ask_for(own(alert, user).unsaid(alert, alert.sides_of(user)))
    return form


def told(view: AlertView, user: User, made: datetime) -> list[Entry]:
    """Where others stood when the link was made, and what was said last by then; nothing of what came later."""
    said = [one for one in thread_of(view, user) if one.kind in TOLD and one.at < known(made)]
    others = [one for one in said if one.stands and not one.is_own]
    where_they_stand = {one.who: one for one in others if one.kind == "Position"}.values()
    return [one for one in others if one is said[-1] or one in where_they_stand]
