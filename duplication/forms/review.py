"""What a coordinator decides of an alert, and why one is open again."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join

from duplication.consequences import CONSEQUENCES, consequences_for
from duplication.models import Alert, Position, Reopening, Verdict
from duplication.models.replacing import reopening_of
from duplication.review.implying import against
from duplication.review.positions import said_otherwise
from partners.models import User

from .asking import ALL_THE_SAME, agreed, ask_back, decided_meanwhile, not_answered, opposite
from .looked_at import since, state_of
from .positions import PositionForm, silent_on
from .speaking import words

DOUBLE_CLICK = timedelta(minutes=1)
LATELY = timedelta(days=1)  # within which somebody decides anew what was taken back
TOLD = "Those who speak for the projects read this."
FILLED_IN = "Filled in from the verdict that you took back. Empty it if you do not mean it any more."
WHY_NOT = "Say in a sentence why it is not an overlap."
SAID_WITH = {  # outcomes that say nothing without words
    Verdict.Outcome.NOT_OVERLAP: WHY_NOT,
    Verdict.Outcome.DIVIDED: "Say in a sentence which partner takes what.",
}
OF_OUTCOME = {  # what one outcome asks and no other has, with what is said where it lacks
    "divided_by": (Verdict.Outcome.DIVIDED, "Choose by what they are divided."),
    "reason": (Verdict.Outcome.NOT_OVERLAP, "Choose why it is not an overlap."),
}
WORDS = ("text", "recommendation")
SAID = ("outcome", *OF_OUTCOME, *WORDS)


class Outcomes(forms.RadioSelect):
    """Each outcome says what follows from it."""

    option_template_name = "documents/_audience.html"
    consequences = CONSEQUENCES

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"said": self.consequences[Verdict.Outcome(value)]}


class VerdictForm(forms.ModelForm):
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=Verdict.Outcome.choices,
        widget=Outcomes,
        error_messages={"required": "Choose the outcome."},
    )
    divided_by = forms.ChoiceField(
        label="By what, needed for “Divided by place, time or agency”",
        choices=[("", "Choose by what"), *Verdict.Division.choices],
        required=False,
    )
    reason = forms.ChoiceField(
        label="Reason, needed for “Not an overlap”",
        choices=[("", "Choose a reason"), *Verdict.Reason.choices],
        required=False,
    )
    text = words(TOLD)
    recommendation = words("What you advise the partners to do. It stands on the pages of both projects.")
    anyway = forms.BooleanField(required=False)
    opened_on = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the verdict that stood; none is empty
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)  # what both sides were; not told is empty
    against = forms.CharField(required=False, widget=forms.HiddenInput)  # the verdicts that say the opposite, if seen

    class Meta:
        model = Verdict
        fields = SAID

    def __init__(
        self,
        data: Any = None,
        *,
        alert: Alert,
        user: User,
        standing: Verdict | None = None,
        chosen: Collection[Alert] = (),
    ) -> None:
        """`standing`: the verdict that the person sees. `chosen`: the alerts that it is for, if not for this one."""
        initial: dict[str, Any] = {"opened_on": standing and standing.pk}
        instance = Verdict(alert=alert, decided_by=user)
        super().__init__(data, initial=initial, instance=instance, auto_id="id_verdict_%s")
        self.chosen = chosen
        for name in WORDS:
            if not self.is_bound and self.taken_back:
                self.initial[name] = getattr(self.taken_back, name)
            self.fields[name].note = partial(self.filled_in, name)  # type: ignore[attr-defined]
        self.fields["recommendation"].label = "Recommendation, if you have one"
        for name in OF_OUTCOME:
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # for one outcome
        asks = format_html_join("", " <span class='with-{}'>{}</span>", SAID_WITH.items())
        self.fields["text"].help_text = format_html("{}{}", TOLD, asks)
        if not chosen:
            self.fields["outcome"].widget.consequences = consequences_for(alert)
        said = Position.objects.in_force().by_alert(chosen or [alert])
        self.today = state_of(alert, said[alert.pk]) if not chosen else ""
        self.initial["looked_at"] = self.today
        self.silent = set[str]().union(*silent_on(chosen or [alert], said).values())
        if not self.silent:
            del self.fields["anyway"]
            return
        self.not_answered = not_answered(self.silent, of=len(chosen) or 1)
        self.fields["anyway"].label = f"{self.not_answered}: decide all the same"
        self.fields["anyway"].is_needed = True  # type: ignore[attr-defined]

    @cached_property
    def taken_back(self) -> Verdict | None:
        """Whose words are offered again; asked of a form that was sent only where it comes back."""
        return None if self.chosen else taken_back(self.instance.alert, self.instance.decided_by)

    def filled_in(self, name: str) -> str:
        """Where words came from, as long as they stand as they came."""
        held = self[name].value()
        return FILLED_IN if held and self.taken_back and held == getattr(self.taken_back, name) else ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self.compare_with_standing()
        self.compare_with_what_was_seen()
        for name in OF_OUTCOME:
            self.compare_with_outcome(name)
        lacks = SAID_WITH.get(cleaned.get("outcome", ""))
        if lacks and not cleaned.get("text", "x").strip():
            self.fields["text"].is_needed = True  # type: ignore[attr-defined]
            self.add_error("text", lacks)
        if self.silent and not cleaned.get("anyway"):
            self.add_error("anyway", f"{self.not_answered}. Tick this to decide all the same.")
        if not self.errors and not (self.chosen and "alerts" not in self.data):  # none of them is ticked
            self.compare_with_others()
        return cleaned

    def compare_with_outcome(self, name: str) -> None:
        """What belongs to one outcome is shown with that one alone, and counts with it alone."""
        outcome, lacks = OF_OUTCOME[name]
        chosen, is_stated = self.cleaned_data.get("outcome"), bool(self.cleaned_data.get(name))
        if chosen == outcome and not is_stated and name not in self.errors:
            self.add_error(name, lacks)
        elif chosen and chosen != outcome:
            self.cleaned_data[name] = ""

    def compare_with_others(self) -> None:
        """Nobody says unseen the opposite of what follows from other alerts, or else than what all partners say."""
        fields = {name: self.cleaned_data.get(name, "") for name in ("outcome", "reason")}
        alerts = list(self.chosen or [self.instance.alert])
        opposed = against([Verdict(alert=alert, **fields) for alert in alerts])
        otherwise = said_otherwise(alerts, fields["outcome"])
        others = ",".join(str(alert.pk) for some in otherwise.values() for alert in some)
        key = f"{opposed.key}|{others}".strip("|")
        if key == self.cleaned_data.get("against"):
            return
        if opposed.alerts:
            ask_back(self, opposite(opposed, is_one=not self.chosen), against=key)
        for said, some in otherwise.items():
            ask_back(self, agreed(some, said, is_one=not self.chosen), against=key)

    def compare_with_standing(self) -> None:
        """Nobody decides over a verdict unseen: the form comes back with it, and sent again it is meant."""
        standing = self.instance.alert.verdicts.standing().select_related("decided_by").first()
        if standing is None or standing.pk == self.cleaned_data.get("opened_on") or self.repeats(standing):
            return
        ask_back(self, decided_meanwhile(standing), opened_on=standing.pk)

    def compare_with_what_was_seen(self) -> None:
        """Nobody decides of one alert whose project is not the one that was read, nor over an answer unread."""
        seen = self.cleaned_data.get("looked_at")
        if seen and (news := since(seen, self.today, self.instance.alert)):
            ask_back(
                self, f"{news} since you opened this. Nothing is recorded yet. {ALL_THE_SAME}", looked_at=self.today
            )

    def forget_words_for_the_opposite(self, yes: bool) -> None:
        """Of a verdict that was taken back: what argued that there is no overlap does not argue that there is one."""
        if self.taken_back and yes == (self.taken_back.outcome == Verdict.Outcome.NOT_OVERLAP):
            self.taken_back = None
            for name in WORDS:
                self.initial.pop(name, None)

    def repeats(self, standing: Verdict) -> bool:
        """Whether it is the same verdict, as a second click on the button sends it."""
        mine = standing.decided_by_id == self.instance.decided_by_id
        return mine and all(getattr(standing, name) == self.cleaned_data.get(name, "") for name in SAID)


def taken_back(alert: Alert, user: User) -> Verdict | None:
    """The last verdict on it, if the person gave it and took it back lately: of its words some may be meant."""
    last = max(alert.verdicts.all(), key=lambda one: one.pk, default=None)
    ended = reopening_of(last) if last else None
    is_own = ended and ended.is_undo and ended.by_id == user.pk
    return last if is_own and ended.created_at > timezone.now() - LATELY else None


class ReopeningForm(forms.ModelForm):
    text = words(TOLD)

    class Meta:
        model = Reopening
        fields = ("text",)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_reopening_%s")
        text = self.fields["text"]
        text.label, text.required = "Why is it open again?", True
        text.error_messages["required"] = "Say why the alert is open again."


def narrow_down(form: PositionForm | VerdictForm, yes: bool) -> None:
    """Leave what is still to be said once somebody has said that there is an overlap, or that there is none."""
    name = "stance" if isinstance(form, PositionForm) else "outcome"
    if isinstance(form, VerdictForm):
        form.forget_words_for_the_opposite(yes)
    no = Verdict.Outcome.NOT_OVERLAP  # a stance of the same name
    field: Any = form.fields[name]
    if yes:
        field.choices = [choice for choice in field.choices if choice[0] != no]
        form.fields.pop("reason", None)
        return
    form.initial[name], field.widget = no, forms.HiddenInput()
    form.fields["text"].required = True
    form.fields["text"].error_messages["required"] = WHY_NOT
    if isinstance(form, VerdictForm):
        form.fields["text"].help_text = f"{TOLD} {WHY_NOT}"
    for other in ("recommendation", "divided_by"):
        form.fields.pop(other, None)
    if "reason" in form.fields:
        reason: Any = form.fields["reason"]
        reason.widget, reason.label = forms.RadioSelect(), "Why it is not an overlap"
        reason.choices, reason.required = Verdict.Reason.choices, True
        form["reason"].label = reason.label  # of a form that was looked at before


def is_repeated(statement: Position | Verdict, last: Position | Verdict | None, *same: str) -> bool:
    """Whether it is what was said last, and its author said it a moment ago, as a second click on the button does."""
    just_said = last is not None and last.created_at > timezone.now() - DOUBLE_CLICK
    return just_said and all(getattr(statement, name) == getattr(last, name) for name in ("text", *same))
