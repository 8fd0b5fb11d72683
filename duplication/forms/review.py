"""What a partner says of an alert, and what a coordinator decides."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from duplication.models import Alert, Position, Reopening, Verdict
from duplication.models.replacing import reopening_of
from duplication.models.review import CONSEQUENCES
from duplication.review.implying import against
from duplication.review.positions import said_otherwise
from duplication.review.relating import consequences_for
from partners.models import Partner, User

from .asking import ALL_THE_SAME, agreed, decided_meanwhile, not_answered, opposite

MOST_SAID = 5  # positions of one partner on one alert within the hour
DOUBLE_CLICK = timedelta(minutes=1)
LATELY = timedelta(days=1)  # within which somebody decides anew what was taken back
TOO_LONG = "This has %(show_value)s characters; the limit is %(limit_value)s. Shorten it, or write a message besides."
TOLD = "Those who speak for the projects read this."
READ_BY = "{} read this. Where you see no overlap, say why."
WHY_NOT = "Say in a sentence why it is not an overlap."
SAID_WITH = {  # outcomes that say nothing without words
    Verdict.Outcome.NOT_OVERLAP: WHY_NOT,
    Verdict.Outcome.DIVIDED: "Say in a sentence which partner takes what.",
}
OF_OUTCOME = {  # what one outcome asks and no other has, with what is said where it lacks
    "divided_by": (Verdict.Outcome.DIVIDED, "Choose by what they are divided."),
    "reason": (Verdict.Outcome.NOT_OVERLAP, "Choose why it is not an overlap."),
}
SAID = ("outcome", *OF_OUTCOME, "text", "recommendation")


def words(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="In your words",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={"max_length": TOO_LONG},
    )


def readers_of(alert: Alert) -> str:
    """Of what one partner says; they are told of it."""
    return "The coordinators" if alert.is_of_one_partner else "The other partner and the coordinators"


def speakers(field: forms.ModelChoiceField, alert: Alert, user: User) -> set[int]:
    """The field offers the sides for which the person speaks."""
    offer(field, sides := alert.sides_of(user))
    return sides


def offer(field: forms.ModelChoiceField, sides: Collection[int]) -> None:
    """Not shown where there is but one."""
    field.queryset = Partner.objects.filter(pk__in=sides)
    field.label, field.empty_label = "You speak for", None
    field.error_messages["invalid_choice"] = "Choose a partner for which you are focal point."
    if len(sides) == 1:
        field.widget = forms.HiddenInput()


def asked_first(alert: Alert, sides: Collection[int]) -> int | None:
    """Of the sides for which somebody speaks one that has not answered yet. Of one alone nothing is looked up."""
    silent = Position.objects.in_force().unsaid(alert, sides) if len(sides) > 1 else set()
    return min(silent or sides, default=None)


class PositionForm(forms.ModelForm):
    stance = forms.ChoiceField(
        label="What do you say of the two?",
        choices=Position.Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say of the two projects."},
    )
    text = words(READ_BY)
    opened_on = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the latest that was said; none is empty
    decided_on = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the verdict that stood; none is empty

    class Meta:
        model = Position
        fields = ("partner", "stance", "text")

    def __init__(
        self,
        data: Any = None,
        *,
        alert: Alert,
        user: User,
        stance: str = "",
        standing: Verdict | None = None,
        hears: bool = True,
    ) -> None:
        """`stance`: chosen already, and still to be confirmed; `standing`: the verdict that the person sees. That
        something was said for the same partner stands beside the form; `hears`: and what it was, which who has not
        signed in does not read here either.
        """
        self.hears = hears
        super().__init__(data, instance=Position(alert=alert, author=user, stance=stance), auto_id="id_position_%s")
        sides = speakers(cast(forms.ModelChoiceField, self.fields["partner"]), alert, user)
        self.initial["partner"] = asked_first(alert, sides)
        said = Position.objects.in_force().last_of(alert, sides) if data is None else None
        self.initial.update(opened_on=said and said.pk, decided_on=standing and standing.pk)
        text = self.fields["text"]
        text.is_needed = True  # type: ignore[attr-defined]  # with one of the answers
        text.help_text = READ_BY.format(readers_of(alert))

    def ask_for(self, sides: Collection[int]) -> None:
        """Of the sides for which the person speaks, for these alone."""
        offer(cast(forms.ModelChoiceField, self.fields["partner"]), sides)
        if self.initial["partner"] not in sides:
            self.initial["partner"] = min(sides, default=None)

    def clean(self) -> dict[str, Any]:
        """What the other partner and the coordinator cannot guess is why somebody sees no overlap."""
        super().clean()
        if self.cleaned_data.get("stance") == Position.Stance.NOT_OVERLAP and not self.cleaned_data.get("text", "x"):
            self.add_error("text", "Say in a sentence why there is no overlap.")
        hour_ago = timezone.now() - timedelta(hours=1)
        said = Position.objects.filter(alert=self.instance.alert, partner=self.cleaned_data.get("partner"))
        if said.filter(created_at__gt=hour_ago).count() >= MOST_SAID:
            raise forms.ValidationError(
                f"Your partner has taken {MOST_SAID} positions on this alert within an hour, which is the most. "
                "What was said last stands. Change it later, or write a message."
            )
        if partner := self.cleaned_data.get("partner"):
            last = Position.objects.in_force().last_of(self.instance.alert, {partner.pk})
            if not (last and self.repeats(last)):
                self.compare_with_said(last, partner)
                self.compare_with_standing()
        return self.cleaned_data

    def repeats(self, said: Position) -> bool:
        return said.author_id == self.instance.author_id and said.stance == self.cleaned_data.get("stance")

    def compare_with_said(self, said: Position | None, partner: Partner) -> None:
        """Two who speak for one partner do not overrule each other unseen: sent again it is meant."""
        if said is None or said.pk <= (self.cleaned_data.get("opened_on") or 0):
            return
        self.data = {**dict(self.data.items()), "opened_on": said.pk}
        self.add_error(None, f"{self.told(said, partner)} Nothing is recorded yet. {ALL_THE_SAME}")

    def compare_with_standing(self) -> None:
        """Nobody answers what was decided unseen."""
        standing = self.instance.alert.verdicts.standing().select_related("decided_by").first()
        if standing is None or standing.pk == self.cleaned_data.get("decided_on"):
            return
        self.data = {**dict(self.data.items()), "decided_on": standing.pk}
        self.add_error(None, decided_meanwhile(standing))

    def told(self, said: Position, partner: Partner) -> str:
        is_own = said.author_id == self.instance.author_id
        if not self.hears:
            return f"{'You have' if is_own else 'Somebody else has'} answered for {partner}; log in to read it."
        who = "you" if is_own else str(said.author)
        on = date_format(timezone.localtime(said.created_at), "j F Y, H:i")
        words = f"{said.get_stance_display()}." + (f" “{said.text}”" if said.text else "")
        return f"Said meanwhile for {partner} by {who} on {on}: {words}"


class PositionOnSeveralForm(PositionForm):
    """Of several alerts at once: the partner is that of each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["partner"]
        self.fields["text"].help_text = READ_BY.format("The coordinators and every other partner concerned")


def silent_on(alerts: Collection[Alert]) -> dict[int, set[str]]:
    """By alert the names of the partners that have said nothing of it that holds."""
    said = Position.objects.in_force().by_alert(alerts)
    sides = {alert.pk: (alert.first, alert.second) for alert in alerts}
    return {pk: {str(side.partner) for side in both if side.partner_id not in said[pk]} for pk, both in sides.items()}


def chosen_stance(request: HttpRequest) -> str:
    """What the person chose in the mail."""
    chosen = request.GET.get("stance", "")
    return chosen if chosen in Position.Stance.values else ""


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
        self.taken_back = None if chosen or data is not None else taken_back(alert, user)
        if self.taken_back:
            initial |= {name: getattr(self.taken_back, name) for name in ("text", "recommendation")}
        super().__init__(data, initial=initial, instance=instance, auto_id="id_verdict_%s")
        self.fields["recommendation"].label = "Recommendation, if you have one"
        for name in OF_OUTCOME:
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # for one outcome
        asks = format_html_join("", " <span class='with-{}'>{}</span>", SAID_WITH.items())
        self.fields["text"].help_text = format_html("{}{}", TOLD, asks)
        self.chosen = chosen
        if not chosen:
            self.fields["outcome"].widget.consequences = consequences_for(alert)
        self.silent = set[str]().union(*silent_on(chosen or [alert]).values())
        if not self.silent:
            del self.fields["anyway"]
            return
        self.not_answered = not_answered(self.silent)
        self.fields["anyway"].label = f"{self.not_answered}: decide all the same"
        self.fields["anyway"].is_needed = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self.compare_with_standing()
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
        self.data = {**dict(self.data.items()), "against": key}
        if opposed.alerts:
            self.add_error(None, opposite(opposed, is_one=not self.chosen))
        for said, some in otherwise.items():
            self.add_error(None, agreed(some, said, is_one=not self.chosen))

    def compare_with_standing(self) -> None:
        """Nobody decides over a verdict unseen: the form comes back with it, and sent again it is meant."""
        standing = self.instance.alert.verdicts.standing().select_related("decided_by").first()
        if standing is None or standing.pk == self.cleaned_data.get("opened_on") or self.repeats(standing):
            return
        self.data = {**dict(self.data.items()), "opened_on": standing.pk}
        self.add_error(None, decided_meanwhile(standing))

    def forget_words_for_the_opposite(self, yes: bool) -> None:
        """Of a verdict that was taken back: what argued that there is no overlap does not argue that there is one."""
        if self.taken_back and yes == (self.taken_back.outcome == Verdict.Outcome.NOT_OVERLAP):
            self.taken_back = None
            for name in ("text", "recommendation"):
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
