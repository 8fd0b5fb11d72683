"""A partner's report with its documents, and the coordinators' assessment."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from partners.models import User
from projects import documents
from projects.content import Refused, clean_name, told_by_content
from projects.forms.documents import FilesField, audience
from projects.models import AbstractDocument
from roundtables.access import speaking_for
from roundtables.models import FollowUp, MeetingDocument, Recommendation, RoundTable

DOUBLE_CLICK = timedelta(minutes=1)
AT_MOST = 10  # files of one report
Progress = FollowUp.Progress


class EntryForm(forms.ModelForm):
    """What both have in common."""

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ("progress", "text")
        widgets = {"progress": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}

    def is_repeated(self) -> bool:
        """Whether the author said just this a moment ago, as a second click on the button does."""
        names = ("recommendation", "author", "partner", "progress", "text", "successor")
        said = {name: getattr(self.instance, name) for name in names}
        return FollowUp.objects.filter(created_at__gt=timezone.now() - DOUBLE_CLICK, **said).exists()


class ReportForm(EntryForm):
    """For those who speak for an addressee. Either all of it is taken in, files included, or nothing."""

    files = FilesField(
        label="Documents and pictures", required=False, help_text=f"If there are any: up to {AT_MOST} files."
    )  # type: ignore[assignment]

    class Meta(EntryForm.Meta):
        fields = ("partner", "progress", "text")

    def __init__(self, *args: Any, recommendation: Recommendation, user: User) -> None:
        super().__init__(*args, instance=FollowUp(recommendation=recommendation, author=user))
        self.user, self.meeting = user, recommendation.round_table
        partner = cast(forms.ModelChoiceField, self.fields["partner"])
        partner.queryset, partner.required, partner.empty_label = speaking_for(user, recommendation), True, None
        partner.label = "You report for"
        self.initial["partner"] = getattr(partner.queryset.first(), "pk", None)
        if len(partner.queryset) == 1:
            partner.widget = forms.HiddenInput()
        progress, text = cast(forms.ChoiceField, self.fields["progress"]), self.fields["text"]
        progress.label, progress.error_messages["required"] = "How far is it?", "Choose how far it is."
        progress.choices = [choice for choice in Progress.choices if choice[0] != Progress.SUPERSEDED]
        progress.help_text = "A recommendation counts as implemented when a coordinator says so too."
        text.label, text.error_messages["required"] = "What was done", "Say what was done, or what stands in the way."
        text.help_text = "Who did what, where, since when; and what is left. Everybody who may sign in reads it."
        self.fields["visibility"] = audience(MeetingDocument, self.meeting, "Who may see the files")
        own = " or ".join(str(one) for one in partner.queryset)
        self.fields["visibility"].widget.said = {  # type: ignore[attr-defined]
            MeetingDocument.Visibility.AS_PROJECT: "Everybody who may sign in.",
            MeetingDocument.Visibility.RESTRICTED: f"Those of {own}, and the coordinators.",
        }

    def clean_files(self) -> list[UploadedFile]:
        files = self.cleaned_data["files"]
        if len(files) > AT_MOST:
            raise forms.ValidationError(f"These are {len(files)} files. Choose {AT_MOST} at most.")
        problems = [problem for file in files if (problem := wrong_with(file))]
        if problems:
            raise forms.ValidationError([*problems, "Nothing was recorded yet. Choose the files again."])
        return files

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors and cleaned.get("files"):
            self.add_error("files", "Choose the files again: they do not stay with a form that is incomplete.")
        return cleaned

    def record(self) -> bool:
        """False where a file proves unfit only as it is stored; then the form says so and nothing is kept."""
        with transaction.atomic():
            entry = self.save()
            stored = documents.store(
                self.cleaned_data["files"],
                model=MeetingDocument,
                user=self.user,
                round_table=self.meeting,
                follow_up=entry,
                kind=AbstractDocument.Kind.RESULTS,
                visibility=self.cleaned_data["visibility"],
            )
            if stored.refused:
                transaction.set_rollback(True)
        if stored.refused:
            documents.remove([file for one in stored.saved for file in (one.file, one.thumbnail)])
            for sentence in [*stored.refused, "Nothing was recorded yet. Choose the files again."]:
                self.add_error("files", sentence)
        return not stored.refused


def wrong_with(file: UploadedFile) -> str:
    try:
        told_by_content(file)
    except Refused as reason:
        return f"{clean_name(file)}: {reason}"
    return ""


class AssessmentForm(EntryForm):
    """For coordinators: what the reports come to, and where it is superseded, by which other recommendation."""

    meeting = forms.ModelChoiceField(
        RoundTable.objects.none(), required=False, label="By a recommendation of", empty_label="Choose"
    )
    number = forms.IntegerField(required=False, min_value=1, max_value=32767, label="Its number there")

    class Meta(EntryForm.Meta):
        fields = ("progress", "text")

    def __init__(self, *args: Any, recommendation: Recommendation, user: User) -> None:
        super().__init__(*args, instance=FollowUp(recommendation=recommendation, author=user))
        progress, text = cast(forms.ChoiceField, self.fields["progress"]), self.fields["text"]
        progress.label, progress.error_messages["required"] = "State", "Choose the state."
        progress.choices = Progress.choices
        text.label, text.error_messages["required"] = "Reason", "Say why, in a sentence or two."
        text.help_text = "Those who reported are told."
        for name in ("meeting", "number"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # with one of the answers
        meeting = recommendation.round_table
        later = RoundTable.objects.visible_to(user).filter(start__gte=meeting.start, recommendations__isnull=False)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = later.distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.successor = None
        if cleaned.get("progress") == Progress.SUPERSEDED:
            self.instance.successor = self.chosen(cleaned.get("meeting"), cleaned.get("number"))
        return cleaned

    def chosen(self, meeting: RoundTable | None, number: int | None) -> Recommendation | None:
        if not meeting and "meeting" not in self.errors:
            self.add_error("meeting", "Choose the meeting whose recommendation takes the place of this one.")
        if not number and "number" not in self.errors:
            self.add_error("number", "Enter the number of the recommendation that takes the place of this one.")
        if not meeting or not number:
            return None
        found = meeting.recommendations.filter(number=number).first()
        if not found:
            self.add_error("number", f"{meeting} has no recommendation {number}.")
        elif found.pk == self.instance.recommendation_id:
            self.add_error("number", "This is the recommendation itself. Enter the number of another one.")
        elif self.instance.recommendation_id in successors(found):
            self.add_error("number", "That one is superseded by this one. Enter the number of another one.")
        else:
            return found
        return None


def successors(recommendation: Recommendation) -> set[int]:
    """What takes the place of it, and of that again, as it stands today."""
    found: set[int] = set()
    pk: int | None = recommendation.pk
    while pk and pk not in found:
        found.add(pk)
        last = FollowUp.objects.assessments().filter(recommendation=pk).order_by("-created_at", "-pk").first()
        pk = last.successor_id if last else None
    return found
