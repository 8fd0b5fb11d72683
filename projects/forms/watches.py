"""How often to be mailed of one thing that is watched."""

from typing import Any

from django import forms

from partners.models import Rhythm
from partners.preferences import Chosen
from projects.models import Watch


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="Mailed", required=False, choices=[("", "As all I watch"), *((r.value, r.label) for r in Rhythm)]
    )

    def __init__(self, *args: Any, watch: Watch, chosen: Chosen, **kwargs: Any) -> None:
        initial = {"rhythm": chosen.get((watch.user_id, watch.kind), "")}
        super().__init__(*args, initial=initial, auto_id=f"id_{watch.pk}_%s", **kwargs)

    @property
    def chosen(self) -> Rhythm | None:
        return Rhythm(self.cleaned_data["rhythm"]) if self.cleaned_data["rhythm"] else None
