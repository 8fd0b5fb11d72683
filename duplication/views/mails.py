"""An alert, or a request for contact in it, answered from its mail without a password: what the mail said and the
question; the rest asks to log in.
"""

from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duplication.forms.review import PositionForm, chosen_stance
from duplication.forms.talk import AnswerForm
from duplication.models import Alert, Contact
from duplication.models.review import PositionQuerySet
from duplication.notices import mail_links
from duplication.notices.talk import tell_of_contact
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.thread import Entry, thread_of
from duplication.review import contacts, positions
from duplication.review.contacts import Standing
from partners.mailed_links import by_mailed_link, link_gone
from partners.models import User

from .alert import is_put_back

TOLD = {"Position", "Message", "Contact"}
USED = "You have answered already. Log in to say something else, or to write in the alert."
SHOWN = "Your answer is recorded. For an hour it was shown here; log in to read it."
ANSWERED = "The request for contact was answered, or taken back, in the meantime."
DECIDED = "The alert is decided, so no position is asked for any more."
ENDED = "Whom it was sent to does not speak for one of the two partners any more."


def gone(request: HttpRequest, why: str, alert: Alert | None = None, **more: Any) -> HttpResponse:
    """With the words of an answer that came too late."""
    more["typed"] = request.POST.get("text") or request.POST.get("reply", "")
    if alert:
        return link_gone(request, why, url=alert.get_absolute_url(), action="Log in and see the alert", **more)
    return link_gone(request, why, url=reverse("alerts:list"), action="Log in and see the alerts", **more)


@require_http_methods(["GET", "HEAD", "POST"])
@by_mailed_link(mail_links.read, itemgetter(1), gone)
def from_mail(request: HttpRequest, found: tuple[Alert, User, datetime]) -> HttpResponse:
    """Who is logged in answers on the page itself."""
    alert, user, made = found
    if request.user.is_authenticated and request.method != "POST":
        stance = chosen_stance(request)
        place = "contact" if not stance and contacts.standing(alert, user).may_answer else "say"
        return redirect(f"{alert.get_absolute_url()}?{urlencode({'stance': stance})}#{place}")
    return (answered if request.method == "POST" else asked)(request, alert, user, made)


def asked(request: HttpRequest, alert: Alert, user: User, made: datetime) -> HttpResponse:
    if (why := closed(alert, user)) and not request_in(contacts.standing(alert, user), made):
        return gone(request, why, alert=alert)
    return page(request, alert, user, made)


def answered(request: HttpRequest, alert: Alert, user: User, made: datetime) -> HttpResponse:
    alert = Alert.objects.select_for_update().get(pk=alert.pk)  # a second press waits, and then finds the first
    if why := closed(alert, user):
        return gone(request, why, alert=alert)
    form = PositionForm(request.POST, alert=alert, user=user, hears=False)
    if not form.is_valid():
        return page(request, alert, user, made, form)

    said = own(alert, user).last_of(alert, {form.instance.partner_id}) or positions.give(form.instance)
    return redirect(mail_links.receipt(said))  # so that Back and Reload send nothing again


@require_POST
@by_mailed_link(mail_links.read, itemgetter(1), gone)
def contact_from_mail(request: HttpRequest, found: tuple[Alert, User, datetime]) -> HttpResponse:
    alert, user, made = found
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    contact = request_in(contacts.standing(alert, user), made)
    if contact is None:
        return gone(request, ANSWERED, alert=alert)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, alert, user, made, answer_form=form)

    contacts.answer(contact, user, accepts=form.accepts, reply=form.cleaned_data["reply"])
    tell_of_contact(contact, "accept" if form.accepts else "decline")
    return redirect(mail_links.receipt(contact))


@require_safe
@by_mailed_link(mail_links.read_receipt, itemgetter(1), gone, over=SHOWN)
def answered_from_mail(request: HttpRequest, found: tuple[mail_links.Said, User]) -> HttpResponse:
    """What was answered. For that the link of the mail stays used up."""
    said, user = found
    context: dict[str, Any] = {"alert": said.alert}
    if isinstance(said, Contact):
        context |= {"contact": said, "is_asked": not closed(said.alert, user)}
    else:
        context |= {"position": said, "missing": positions.still_missing(said.alert, user)}
    return render(request, "duplication/from_mail_done.html", context)


def request_in(now: Standing, made: datetime) -> Contact | None:
    """What the person is to answer, if it was asked when the link was made: its mail knows no more."""
    return now.latest if now.latest and now.may_answer and now.latest.asked_at < known(made) else None


def known(made: datetime) -> datetime:
    """Before this all was known that its mail tells: the link has whole seconds."""
    return made + timedelta(seconds=1)


def closed(alert: Alert, user: User) -> str:
    """Why nothing is asked of the person any more; empty while it is: of who speaks for both, until each has answered.
    Here nobody sees a verdict, so it closes too.
    """
    if not Alert.objects.visible_to(user).answerable_by(user).filter(pk=alert.pk).exists():
        return ENDED
    if why := positions.closed(alert):
        return f"{capfirst(why)}. Its page says more."
    if alert.verdicts.standing().exists():
        return DECIDED
    return "" if own(alert, user).unsaid(alert, alert.sides_of(user)) else USED


def own(alert: Alert, user: User) -> PositionQuerySet:
    """What the person has said of it: by mail, once for each partner."""
    said: PositionQuerySet = alert.positions.in_force().filter(author=user)
    return said


def page(
    request: HttpRequest,
    alert: Alert,
    user: User,
    made: datetime,
    form: PositionForm | None = None,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    """With who has been answered for, so that nobody answers for a partner once more unknowing; what was said there is
    read by who is logged in.
    """
    [view] = present([alert], user)
    latest = (alert.positions.in_force().last_of(alert, {partner}) for partner in sorted(alert.sides_of(user)))
    now = contacts.standing(alert, user)
    contact = request_in(now, made)
    context = {
        "alert": view,
        "form": form or asked_position(request, alert, user),
        "answer_form": (answer_form or AnswerForm()) if contact else None,
        "request_for_contact": contact,
        "person": user,
        "said": [one for one in latest if one],
        "contact": now,
        "told": told(view, user, made),
        "put_back": is_put_back(view),
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
