"""What is written in an alert, with files; asking for contact over a restricted project, and answering that."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from duplication.models import Alert, Attachment, Contact, Message
from partners.models import User
from projects.content import ALLOWED, Refused, clean_name, file_size, told_by_content
from projects.documents import digest
from projects.forms.documents import FilesField
from projects.holding import Held, held_in, hold

from .asking import ask_back
from .speaking import Words, offer, speakers, who_reads
from .speaking import words as in_words

MOST_FILES = 5  # with one message
MOST_KEPT = 100  # files in one alert
NEWER = (
    "A newer message was written meanwhile: log in to read it, or see its own mail. Nothing is sent yet. Send yours "
    "all the same? Then send it again."
)
MOST_WRITTEN = 60  # messages of one person within the hour, in all alerts


class MessageForm(forms.ModelForm):
    text = Words(
        label="Your message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Write your message.",
            "max_length": "The message has %(show_value)s characters; the limit is %(limit_value)s. Shorten it, or "
            "send the rest in a second one.",
        },
    )
    files = FilesField(  # type: ignore[assignment]
        label="Files",
        required=False,
    )

    class Meta:
        model = Message
        fields = ("partner", "text")

    def __init__(self, data: Any = None, files: Any = None, *, alert: Alert, user: User) -> None:
        super().__init__(data, files, instance=Message(alert=alert, author=user), auto_id="id_message_%s")
        limit = file_size(settings.DOCUMENT_MAX_BYTES)
        self.fields["files"].help_text = f"Up to {MOST_FILES} files of up to {limit} each: {ALLOWED}."
        self.held = held_in(cast(QueryDict, self.data).getlist("held"), user) if "held" in self.data else []
        self.refused: list[UploadedFile] = []
        partners = cast(forms.ModelChoiceField, self.fields["partner"])
        sides = speakers(partners, alert, user)
        if not sides:
            del self.fields["partner"]
        elif user.is_coordinator:  # and speaks for a partner besides
            partners.required, partners.empty_label, partners.widget = False, "The coordinators", forms.Select()
            partners.widget.choices = partners.choices
        else:
            partners.required = True
            self.initial["partner"] = min(sides)

    def clean(self) -> dict[str, Any]:
        """Enough for any talk, and an end to what a program or a stolen account could send."""
        super().clean()
        hour_ago = timezone.now() - timedelta(hours=1)
        if Message.objects.filter(author=self.instance.author, created_at__gt=hour_ago).count() >= MOST_WRITTEN:
            raise forms.ValidationError(
                f"You have sent {MOST_WRITTEN} messages within an hour, which is the most. Send this one later."
            )
        return self.cleaned_data

    def clean_files(self) -> list[UploadedFile]:
        """Each is judged before any is kept; with those that are held since the form came back."""
        held, problems = self.held_files()
        files: list[UploadedFile] = [*held, *self.cleaned_data["files"]]
        if len(files) > MOST_FILES:
            problems.append(f"Choose at most {MOST_FILES} files.")
        room = MOST_KEPT - Attachment.objects.filter(message__alert=self.instance.alert).count() if files else 0
        if len(files) > room:
            problems.append(f"An alert holds at most {MOST_KEPT} files, and this one has room for {max(room, 0)} more.")
        seen: set[str] = set()
        again: list[str] = []
        for file in files[:MOST_FILES]:
            try:
                told_by_content(file)
                if (found := digest(file)) in seen:
                    again.append(clean_name(file))
                    self.refused.append(file)
                seen.add(found)
            except Refused as reason:
                self.refused.append(file)
                problems.append(f"{clean_name(file)}: {reason}")
        if again:
            problems.append(f"{', '.join(again)}: the same file is there more than once. Choose it once.")
        if problems:
            raise forms.ValidationError(problems)
        return files

    def held_files(self) -> tuple[list[UploadedFile], list[str]]:
        """Those that are still there, and what is said of those that went meanwhile: sent elsewhere, or outdated."""
        files, gone = list[UploadedFile](), list[Held]()
        for one in self.held:
            try:
                files.append(file := one.opened())
            except FileNotFoundError:
                gone.append(one)
            else:
                self.files.appendlist("held", file)  # closed with the request, as what was sent is
        self.held = [one for one in self.held if one not in gone]
        return files, [f"{one.name}: it is not kept here any more. Choose it again." for one in gone]

    def hold_files(self) -> None:
        """The form goes back to the person: what was good of its files need not be chosen again."""
        files = cast(MultiValueDict[str, UploadedFile], self.files)
        sent = [file for file in files.getlist("files") if file not in self.refused] if files else []
        good = [file for file in sent if file.size and is_taken(file)]
        self.held += [hold(file, self.instance.author) for file in good[: max(MOST_FILES - len(self.held), 0)]]

    def sends_files_of(self, message: int) -> bool:
        """Whether what it sends of files is what that message has."""
        sent = set(Attachment.objects.filter(message=message).values_list("sha256", flat=True))
        return {digest(file) for file in self.cleaned_data["files"]} == sent


class MailedMessageForm(MessageForm):
    """The answer to a message, written from its mail: without files, which are for who has logged in."""

    opened_on = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the latest that is written

    def __init__(self, data: Any = None, *, alert: Alert, user: User, told_of: Message) -> None:
        super().__init__(data, alert=alert, user=user)
        del self.fields["files"]
        self.fields["text"].label = "Your answer"
        offer(partners := cast(forms.ModelChoiceField, self.fields["partner"]), sides := alert.sides_of(user))
        partners.required, self.initial["partner"] = True, min(sides)  # a coordinator writes as that once logged in
        self.who_reads = who_reads(alert)
        last = alert.messages.exclude(author=user).last()
        self.latest = last.pk if last else told_of.pk
        self.initial["opened_on"] = self.latest
        self.is_overtaken = self.latest > told_of.pk

    def clean(self) -> dict[str, Any]:
        """Nobody answers past a newer message unknowing. What it says stays unsaid here: the mail did not tell it, and
        whoever the link was forwarded to would read it. Sent again it is meant.
        """
        super().clean()
        if self.latest > (self.cleaned_data.get("opened_on") or 0):
            ask_back(self, NEWER, opened_on=self.latest)
        return self.cleaned_data


def is_taken(file: UploadedFile) -> bool:
    try:
        told_by_content(file)
    except Refused:
        return False
    return True


class AskForm(forms.ModelForm):
    """The first words to the other partner, which need not be any."""

    words = in_words("The other partner and the coordinators read this.")

    class Meta:
        model = Contact
        fields = ("words",)

    def __init__(self, data: Any = None, *, contact: Contact | None = None) -> None:
        super().__init__(data, instance=contact, auto_id="id_ask_%s")


class AnswerForm(forms.Form):
    ACCEPT, DECLINE = "accept", "decline"

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[
            (ACCEPT, "Yes, open both projects to each other's focal points"),
            (DECLINE, "Not now"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you open the projects."},
    )
    reply = in_words("The other partner and the coordinators read this.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_contact_%s")

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["answer"] == self.ACCEPT)
