"""Follow-up as it is written down."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from partners.models import User
from roundtables.access import speaking_for
from roundtables.models import FollowUp, Recommendation

DOUBLE_CLICK = timedelta(minutes=1)


class FollowUpForm(forms.ModelForm):
    progress = forms.ChoiceField(
        label="State",
        choices=FollowUp.Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it has come."},
    )
    text = forms.CharField(
        label="What was done",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what was done."},
    )

    class Meta:
        model = FollowUp
        fields = ("partner", "progress", "text")

    def __init__(self, data: Any = None, *, recommendation: Recommendation, user: User) -> None:
        """A partner is named by those who speak for one; coordinators write in their own name."""
        super().__init__(data, instance=FollowUp(recommendation=recommendation, author=user))
        partners = speaking_for(user, recommendation)
        if user.is_coordinator:
            del self.fields["partner"]
            return
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        field.queryset, field.required, field.empty_label = partners, True, None
        field.label, field.initial = "You speak for", partners.first()
        if len(partners) == 1:
            field.widget = forms.HiddenInput()

    def is_repeated(self) -> bool:
        """Whether the author said just this a moment ago, as a second click on the button does."""
        said = {
            name: getattr(self.instance, name) for name in ("recommendation", "author", "partner", "progress", "text")
        }
        return FollowUp.objects.filter(created_at__gt=timezone.now() - DOUBLE_CLICK, **said).exists()
