"""What a partner says of an alert."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from duplication.models import Alert, Position, Verdict
from partners.models import Partner, User

from .asking import ALL_THE_SAME, ask_back, decided_meanwhile
from .speaking import offer, speakers, who_reads, words

MOST_SAID = 5  # positions of one partner on one alert within the hour
SAY_WHY = "Where you see no overlap, say why."


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
    text = words(SAY_WHY)
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
        text.help_text = f"{who_reads(alert)} {SAY_WHY}"

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
        ask_back(self, f"{self.told(said, partner)} Nothing is recorded yet. {ALL_THE_SAME}", opened_on=said.pk)

    def compare_with_standing(self) -> None:
        """Nobody answers what was decided unseen."""
        standing = self.instance.alert.verdicts.standing().select_related("decided_by").first()
        if standing is None or standing.pk == self.cleaned_data.get("decided_on"):
            return
        ask_back(self, decided_meanwhile(standing), decided_on=standing.pk)

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
        self.fields["text"].help_text = f"The coordinators and every other partner concerned read this. {SAY_WHY}"


def silent_on(alerts: Collection[Alert], said: Mapping[int, Mapping[int, int]]) -> dict[int, set[str]]:
    """By alert the names of the partners that have said nothing of it that holds. `said`: by alert and partner."""
    sides = {alert.pk: (alert.first, alert.second) for alert in alerts}
    return {pk: {str(side.partner) for side in both if side.partner_id not in said[pk]} for pk, both in sides.items()}


def chosen_stance(request: HttpRequest) -> str:
    """What the person chose in the mail."""
    chosen = request.GET.get("stance", "")
    return chosen if chosen in Position.Stance.values else ""
