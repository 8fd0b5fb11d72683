"""What can be left empty in a project, and how that is asked."""

from django.db.models import Exists, OuterRef, Q

from projects.models import (
    Activity,
    Participation,
    Project,
    Recipient,
)

MISSING = {
    "country": ("Country", ~Q(Exists(Recipient.objects.filter(project=OuterRef("pk"))))),
    "theme": ("Theme", ~Q(Exists(Project.themes.through.objects.filter(project=OuterRef("pk"))))),
    "pillar": (
        "Pillar",
        ~Q(Exists(Project.themes.through.objects.filter(project=OuterRef("pk"), theme__pillars__len__gt=0))),
    ),
    "place": (
        "Place",
        ~Q(Exists(Project.places.through.objects.filter(project=OuterRef("pk"))))
        & ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"), place__isnull=False))),
    ),
    "unit": ("Quantity", ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"), quantity__isnull=False)))),
    "activity_type": ("Activity", ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"))))),
    "beneficiary_kind": (
        "Beneficiary",
        ~Q(Exists(Participation.objects.filter(project=OuterRef("pk"), role=Participation.Role.BENEFICIARY)))
        & ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"), beneficiary__isnull=False))),
    ),
    "implementer": (
        "Implementing organization",
        ~Q(Exists(Participation.objects.filter(project=OuterRef("pk"), role=Participation.Role.IMPLEMENTING))),
    ),
    "start": ("Start", Q(start__isnull=True)),
    "dates": ("Start and end", Q(start__isnull=True, end__isnull=True)),
}
