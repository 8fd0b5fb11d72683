"""The form below the queue: what to do with the alerts that are ticked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import QueryDict

from duplication.forms.asking import agreed, opposite
from duplication.forms.speaking import words
from duplication.models import Position, Verdict
from duplication.notices.verdicts import FOCAL_POINTS_SEE
from duplication.queue import attending
from duplication.queue.attending import Result
from partners.models import User
from partners.requests import SignedInRequest
from partners.text import row_id

from .done import say_result, say_what_follows

MOST = 200  # alerts done with at once; a page shows fewer, unless they are tied to one another
DEEDS = {
    "dismiss": f"decided: not an overlap. {FOCAL_POINTS_SEE}",
    "say": "answered. The coordinators and, where there is one, the other partner are told.",
    "assign": "assigned to {who}.",
    "mine": "assigned to you.",
    "watch": "watched. You are told of what is said and decided.",
    "unwatch": "no longer watched.",
}
COORDINATORS = {"dismiss", "assign", "mine"}
WORDED = {"dismiss", "say"}  # for which something is typed
ALL_THE_SAME = "Tick this to decide all the same."


class SeveralForm(forms.Form):
    do = forms.ChoiceField(error_messages={"required": "Choose what to do with them."})
    coordinator = forms.ModelChoiceField(
        label="Assign to", queryset=User.objects.none(), required=False, empty_label="Nobody"
    )
    reason = forms.ChoiceField(
        label="Why not an overlap", choices=[("", "Choose a reason"), *Verdict.Reason.choices], required=False
    )
    stance = forms.ChoiceField(
        label="What you say of them",
        choices=[("", "Choose what you say"), *Position.Stance.choices],
        required=False,
    )
    text = words("The partners of each read this.")
    anyway = forms.BooleanField(label="Also where a partner has not answered yet", required=False)
    against = forms.CharField(required=False, widget=forms.HiddenInput)  # who says the opposite, if seen

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data, auto_id="id_several_%s")
        self.user = user
        ticked = ",".join(data.getlist("alert")) if data else ""  # the box of a cluster stands for all its alerts
        self.ids = sorted({number for text in ticked.split(",") if (number := row_id(text))})
        people: Any = self.fields["coordinator"]
        people.queryset = User.objects.coordinators()
        deed: Any = self.fields["do"]
        deed.choices = [(name, name) for name in deeds_of(user)]
        self.fields["text"].widget.attrs["rows"] = 2
        if not user.is_coordinator:
            self.fields["text"].help_text += " Where you see no overlap, say why."
        needed = ("coordinator", "reason", "stance", *(["text"] if user.is_coordinator else []))
        for name in needed:
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # by what is done

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if not self.ids:
            self.add_error(None, "Tick the alerts that you mean, then choose what to do with them.")
        if len(self.ids) > MOST:
            self.add_error(None, f"Tick at most {MOST} alerts at one time.")
        if cleaned.get("do") == "dismiss" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choose why they are not an overlap.")
        if cleaned.get("do") == "dismiss" and not cleaned.get("text", "x"):
            self.add_error("text", "Say in a sentence why they are not an overlap.")
        if cleaned.get("do") == "say" and not cleaned.get("stance") and "stance" not in self.errors:
            self.add_error("stance", "Choose what you say of them.")
        sees_none = cleaned.get("do") == "say" and cleaned.get("stance") == Position.Stance.NOT_OVERLAP
        if sees_none and not cleaned.get("text", "x"):
            self.add_error("text", "Say in a sentence why there is no overlap.")
        return cleaned

    def done(self) -> Result:
        said, user = self.cleaned_data, self.user
        doing: dict[str, Callable[[], Result]] = {
            "dismiss": lambda: attending.dismiss(
                user, self.ids, said["reason"], said["text"], said["anyway"], said["against"]
            ),
            "say": lambda: attending.say(user, self.ids, said["stance"], said["text"]),
            "assign": lambda: attending.assign(user, self.ids, said["coordinator"]),
            "mine": lambda: attending.assign(user, self.ids, user),
            "watch": lambda: attending.watch(user, self.ids),
            "unwatch": lambda: attending.unwatch(user, self.ids),
        }
        return doing[said["do"]]()

    def is_to_stay(self, result: Result) -> bool:
        """Whether what was ticked and typed is still of use: nothing was done with it, or not where a partner has not
        answered, or where others or both partners say the opposite, which is then asked back.
        """
        if result.doubts:
            self.data = {**dict(self.data.items()), "against": result.doubts}
            if result.opposed.alerts:
                self.add_error(None, opposite(result.opposed, is_one=False))
            if result.agreed:
                self.add_error(None, agreed(result.agreed))
            return True
        if number := result.unanswered:
            which = "One of those ticked is" if number == 1 else f"{number} of those ticked are"
            self.add_error("anyway", f"{which} still open, as a partner has not answered yet. {ALL_THE_SAME}")
        return bool(number) or (self.data["do"] in WORDED and bool(result.left) and not result.done)


def deeds_of(user: User) -> list[str]:
    """What this person may do with alerts."""
    wanting = {"say"} if user.is_focal_point else set()
    wanting |= COORDINATORS if user.is_coordinator else set()
    return [name for name in DEEDS if name in wanting | {"watch", "unwatch"}]


def tell(request: SignedInRequest, form: SeveralForm, result: Result) -> None:
    """How many, and which not."""
    deed = DEEDS[form.cleaned_data["do"]].format(who=form.cleaned_data["coordinator"] or "nobody")
    given = Verdict.objects.filter(alert__in=result.done) if form.cleaned_data["do"] == "dismiss" else None
    say_result(request, result, deed, given)
    if given is not None:
        say_what_follows(request, given, but=[*result.done, *result.left])
    if not (result.done or result.left):
        messages.warning(request, "None of these alerts is there any more.")
