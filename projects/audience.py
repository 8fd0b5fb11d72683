"""Who sees a project or a document, in people and partners, before it is decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.text import get_text_list

from partners.models import FocalPoint, Partner, User
from projects.models import Document, KeptForm, Project

Visibility = Project.Visibility
MOST_NAMED = 4  # other partners in one sentence


@dataclass(frozen=True, slots=True)
class Reader:
    partner: str
    people: int  # with an account today


@dataclass(frozen=True, slots=True)
class Audience:
    """`named` is empty when every partner sees it. `newly` are those who do not see it now."""

    everybody: bool
    named: tuple[Reader, ...]
    partners: int
    present: int  # of these partners, those with somebody who has an account today
    people: int
    coordinators: int  # and administrators, as far as they are none of these people
    newly: tuple[Reader, ...] = ()
    others_learn: str = ""  # what the other side of an alert is told that does not see the project
    is_draft: bool = False

    @property
    def is_wider(self) -> bool:
        return bool(self.newly)

    @property
    def in_short(self) -> str:
        """Subject of a sentence, told to somebody of the project's own partner."""
        if self.everybody:
            return "Everybody who has an account"
        others = [one.partner for one in self.named[1:]]
        if len(others) > MOST_NAMED:
            others = [f"{len(others)} partners named by you"]
        return f"Only {get_text_list(['your own partner', *others, 'the coordinators'], 'and')}"

    @property
    def total(self) -> int:
        return self.people if self.everybody else self.people + self.coordinators


def project_audience(project: Project, visibility: str, named: set[int]) -> Audience:
    """Of the project with this visibility, `named` being ids of partners. Who sees it now is read from the record."""
    chosen = readers_of(project.partner_id, visibility, named)
    before = set(readers_of(project.partner_id, *on_record(project)))
    everybody = visibility == Visibility.ALL_PARTNERS
    staff = User.objects.filter(is_active=True, role__in=[User.Role.COORDINATOR, User.Role.ADMINISTRATOR])
    return Audience(
        everybody=everybody,
        named=() if everybody else tuple(chosen.values()),
        partners=len(chosen),
        present=sum(one.people > 0 for one in chosen.values()),
        people=User.objects.filter(is_active=True).count() if everybody else sum(one.people for one in chosen.values()),
        coordinators=staff.exclude(partner__in=chosen).count(),
        newly=() if project.is_draft else tuple(one for pk, one in chosen.items() if pk not in before and one.people),
        others_learn="" if everybody else told_of(project),
        is_draft=project.is_draft,
    )


def document_audience(project: Project, visibility: str) -> Audience:
    """Of a document of the project."""
    narrow: tuple[str, set[int]] = (Visibility.RESTRICTED, set())
    shown = on_record(project) if visibility == Document.Visibility.AS_PROJECT else narrow
    return project_audience(project, *shown)


def on_record(project: Project) -> tuple[str, set[int]]:
    """Visibility and named partners as saved, whatever a form has made of this object."""
    visibility = Project.objects.values_list("visibility", flat=True).get(pk=project.pk)
    named = visibility == Visibility.NAMED_PARTNERS
    return visibility, set(project.shared_with.values_list("pk", flat=True)) if named else set()


def only_restricts(project: Project, visibility: str, named: set[int]) -> bool:
    """Whether nobody would see it by this choice who does not by that on record."""
    before = readers_of(project.partner_id, *on_record(project))
    return readers_of(project.partner_id, visibility, named).keys() <= before.keys()


def restricting(project: Project, left: Iterable[KeptForm]) -> list[KeptForm]:
    """Of the forms left unsaved, those in which the person has chosen that fewer see the project than do on record."""
    open_to, named = on_record(project)

    def is_narrower(visibility: str, chosen: set[str]) -> bool:
        if visibility not in Visibility.values or visibility == Visibility.ALL_PARTNERS:
            return False
        shown = chosen if visibility == Visibility.NAMED_PARTNERS else set()
        return open_to == Visibility.ALL_PARTNERS or not {str(pk) for pk in named} <= shown

    return [one for one in left if is_narrower(one.data.get("visibility", ""), set(one.data.getlist("shared_with")))]


def key(visibility: str, named: set[int]) -> str:
    """By which a form says whose reading the person was shown."""
    return f"{visibility}:{','.join(map(str, sorted(named)))}"


def readers_of(owner: int, visibility: str, named: set[int]) -> dict[int, Reader]:
    """By id of the partner; the own one first. Members and today's focal points are its people."""
    partners = Partner.objects.order_by("name")
    if visibility != Visibility.ALL_PARTNERS:
        partners = partners.filter(pk__in={owner} | (named if visibility == Visibility.NAMED_PARTNERS else set()))
    awaited = FocalPoint.objects.awaited().filter(partner=F("user__partner"))
    people = User.objects.filter(is_active=True, partner__in=partners).exclude(designations__in=awaited)
    members = set(people.values_list("partner", "pk"))
    speakers = set(FocalPoint.objects.active().filter(partner__in=partners).values_list("partner", "user"))
    number = Counter(partner for partner, _ in members | speakers)
    found = sorted(partners, key=lambda partner: partner.pk != owner)
    return {partner.pk: Reader(partner.name, number[partner.pk]) for partner in found}


def told_of(project: Project) -> str:
    """What an alert tells of a project to those who may not see it."""
    countries = ", ".join(country.name for country in project.countries.all())
    themes = ", ".join(theme.name for theme in project.themes.all())
    return "a restricted project" + (f" in {countries}" if countries else "") + (f" on {themes}" if themes else "")
