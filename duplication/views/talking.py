"""What the page of an alert shows of the talk between the two partners, and the messages that are written there."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.forms import BaseForm

from duplication.forms.talk import AnswerForm, AskForm, MessageForm
from duplication.models import Alert, Attachment, Message
from duplication.presentation.alerts import AlertView
from duplication.presentation.thread import thread_of
from duplication.presentation.withdrawals import Turn
from duplication.review import contacts
from partners.models import User
from projects.content import Refused, clean_name
from projects.documents import remove, store_one
from projects.models import AbstractDocument


def may_write(alert: Alert, user: User) -> bool:
    return user.is_coordinator or Alert.objects.answerable_by(user).filter(pk=alert.pk).exists()


def talk_in(view: AlertView, user: User, filled: Mapping[str, BaseForm], turns: Sequence[Turn]) -> dict[str, object]:
    """The line of time, how it is with contact, and the forms that are for this person: empty, or as filled in."""
    now = contacts.standing(view.alert, user)
    empty = {
        "message_form": MessageForm(alert=view.alert, user=user) if may_write(view.alert, user) else None,
        "ask_form": AskForm() if now.may_ask else None,
        "answer_form": AnswerForm() if now.may_answer else None,
    }
    introduced = now.latest if now.is_open and (now.own or user.sees_everything) else None
    return {
        "thread": thread_of(view, user, turns),
        "standing": now,
        "introduced": contacts.people(introduced) if introduced else [],
        **empty,
        **filled,
    }


def write_with_files(form: MessageForm) -> Message:
    """The message with its files, or neither: raises Refused and leaves no file behind."""
    kept: list[AbstractDocument] = []
    with transaction.atomic():
        message: Message = form.save()
        for file in form.cleaned_data["files"]:
            try:
                kept.append(store_one(file, model=Attachment, user=message.author, message=message))
            except Refused as reason:
                form.refused.append(file)
                remove(content for document in kept for content in (document.file, document.thumbnail))
                raise Refused(f"{clean_name(file)}: {reason}") from None
    return message
