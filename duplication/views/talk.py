"""Messages in an alert with their files, and contact between its partners where a project is restricted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from duplication.forms.talk import AnswerForm, AskForm, MessageForm
from duplication.models import Alert, Attachment, Contact, Message
from duplication.notices.talk import tell_of_contact, tell_of_message
from duplication.presentation.alerts import present
from duplication.presentation.thread import names_in, unnamed
from duplication.review import contacts
from duplication.review.contacts import Standing
from partners.requests import SignedInRequest, posted_from
from projects.content import Refused
from projects.downloads import handed_out
from projects.holding import let_go

from .alert import is_said, just_sent, locked, page_of, said_once
from .talking import may_write, write_with_files

MEANWHILE = "It was answered or ended in the meantime, so nothing was changed. This is how it stands."


@posted_from("alerts:detail", done=just_sent(Message, "author", "Your message was sent"))
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = locked(request.user, pk)
    if not may_write(alert, request.user):
        raise PermissionDenied

    form = MessageForm(request.POST, request.FILES, alert=alert, user=request.user)
    if form.is_valid():
        try:
            if not is_said(request, form.sends_files_of):
                tell_of_message(message := write_with_files(form))
                said_once(request, message.pk)
            let_go(form.held)
            messages.success(request, "Your message is sent.")
            return redirect(f"{alert.get_absolute_url()}#said")
        except Refused as reason:
            form.add_error("files", str(reason))
    form.hold_files()
    return page_of(request, alert, message_form=form)


@require_safe
def attachment(request: SignedInRequest, pk: int) -> HttpResponseBase:
    files = Attachment.objects.visible_to(request.user).select_related("message__alert")
    file = get_object_or_404(files, pk=pk)
    alert = file.message.alert
    [view] = present([alert], request.user, contacts.opened_to([alert], request.user))
    if file.message.partner_id and file.message.partner_id not in names_in(view):
        beside = list(file.message.attachments.all())
        [file] = [one for one in unnamed(beside) if one.pk == pk]
    return handed_out(request, file)


# -- Contact -----------------------------------------------------------------------------------------------------------
@posted_from("alerts:detail")
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    alert, now = party_to(request, pk)
    if not (now.own and now.other and now.may_ask):
        return as_it_stands(request, alert)
    form = AskForm(request.POST, contact=Contact(alert=alert))
    if not form.is_valid():
        return page_of(request, alert, ask_form=form)

    asked = contacts.ask(form.save(commit=False), now.own, now.other, request.user)
    tell_of_contact(asked, "ask")
    said_once(request, asked.pk)
    messages.success(request, "The other partner is asked. You are told when it answers.")
    return redirect(f"{alert.get_absolute_url()}#contact")


@posted_from("alerts:detail")
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    alert, now = party_to(request, pk)
    if not (now.latest and now.may_answer):
        return as_it_stands(request, alert)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page_of(request, alert, answer_form=form)

    contacts.answer(now.latest, request.user, accepts=form.accepts, reply=form.cleaned_data["reply"])
    said_once(request, now.latest.pk)
    tell_of_contact(now.latest, "accept" if form.accepts else "decline")
    said = "Both projects are open to each other's focal points." if form.accepts else "The other partner is told."
    messages.success(request, said)
    return redirect(f"{alert.get_absolute_url()}#contact")


@posted_from("alerts:detail")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    alert, now = party_to(request, pk)
    if not (now.latest and now.own and now.may_end):
        return as_it_stands(request, alert)
    was_open = now.is_open

    contacts.end(now.latest, now.own, request.user)
    tell_of_contact(now.latest, "end")
    said = "The projects are closed to each other again." if was_open else "The request is taken back."
    messages.success(request, f"{said} The other partner is told.")
    return redirect(f"{alert.get_absolute_url()}#contact")


def party_to(request: SignedInRequest, pk: int) -> tuple[Alert, Standing]:
    """The alert, for this request alone, and how it is with contact; only for those who speak for one of the two."""
    alert = locked(request.user, pk)
    now = contacts.standing(alert, request.user)
    if now.own is None:
        raise PermissionDenied
    return alert, now


def as_it_stands(request: SignedInRequest, alert: Alert) -> HttpResponse:
    messages.warning(request, MEANWHILE)
    return redirect(f"{alert.get_absolute_url()}#contact")
