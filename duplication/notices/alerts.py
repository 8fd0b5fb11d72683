"""Telling the focal points of both partners of a new alert, each side in words that fit what it may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import reverse

from duplication.matching.kinds import Kind, case_of
from duplication.models import Alert
from duplication.models.alert import CASE_LABELS
from duplication.presentation.evidence import STRONG, evidence_of, strongest
from partners.history import acting
from partners.models import FocalPoint, Notification, User
from partners.notifications import about, put
from projects.models import Project
from projects.models.project import open_condition

from . import mail_links

ASK = "Please look at it and say what you think: the same, overlapping, complementary, or not an overlap."
TITLE = 70  # characters of each title in a subject: so that it tells of both
END = 22  # of these, at most, for how a long one ends, and for its number
RESTRICTED = "You see only its country and theme. In the alert you can write to its partner, and ask for contact."


def tell(occasions: Sequence[tuple[Alert, str]], batch: UUID | None) -> None:
    """One notification for each focal point of each side, in the caller's transaction; told once of each key. The
    strongest come first, as a mail about several is called by its first.
    """
    if not occasions:
        return
    projects = described({id for alert, _ in occasions for id in (alert.first_id, alert.second_id)})
    occasions = sorted(occasions, key=lambda one: -told_weight(one[0], projects))
    people = focal_points({project.partner_id for project in projects.values()})
    rows: list[Notification] = []
    tied = tied_to_others([alert for alert, _ in occasions])
    for alert, key in occasions:
        first, second = projects[alert.first_id], projects[alert.second_id]
        for own, other in ((first, second), (second, first)):
            if own.partner_id not in people:
                continue
            subject, text = wording(alert, own, other)
            names = about("project", own.pk, *([other.pk] if may_see(own.partner_id, other) else []))
            kind = "alert" if told_weight(alert, projects) >= STRONG else "weak_alert"
            told = {
                "kind": kind,
                "key": key,
                "batch": batch,
                "about": names,
                "lists": [cluster_link(alert)] if alert.pk in tied else [],
            }
            rows += for_each(people[own.partner_id], alert, subject=subject, text=text, **told)
    put(rows, shown_to=acting())


def tied_to_others(alerts: Sequence[Alert]) -> set[int]:
    """Those that are part of a cluster which every partner may see. One query."""
    projects = {pk for alert in alerts for pk in (alert.first_id, alert.second_id)}
    tying = Alert.objects.tying().about(*projects).filter(open_condition("first__"), open_condition("second__"))
    pairs = {pk: {first, second} for pk, first, second in tying.values_list("pk", "first", "second")}
    near = Counter(project for pair in pairs.values() for project in pair)
    return {alert.pk for alert in alerts if any(near[project] > 1 for project in pairs.get(alert.pk, ()))}


def cluster_link(alert: Alert) -> dict[str, Any]:
    """For the list of a mail."""
    words = {"text": "See them together, and answer them at once", "url": reverse("alerts:cluster", args=[alert.pk])}
    return {"title": "More than two projects may be one here", "rows": [words]}


def told_weight(alert: Alert, projects: dict[int, Project]) -> float:
    """Its match weight; of a pair with a hidden side always the same, as a mail sent at once would tell of it."""
    first, second = projects[alert.first_id], projects[alert.second_id]
    seen = may_see(first.partner_id, second) and may_see(second.partner_id, first)
    return alert.match_weight if seen else STRONG


def for_each(people: Iterable[User], alert: Alert, **fields: Any) -> Iterable[Notification]:
    """A notification for each of them; its mail has a link of the person's own, by which the alert can be answered."""
    url = alert.get_absolute_url()
    for user in people:
        yield Notification(user=user, url=url, mail_url=mail_links.path(alert.pk, user.pk), **fields)


def described(project_ids: set[int]) -> dict[int, Project]:
    """With what may be told of those that not every partner may see, which few are."""
    projects = Project.objects.filter(pk__in=project_ids).select_related("partner").in_bulk()
    hidden = [one for one in projects.values() if one.is_draft or one.visibility != Project.Visibility.ALL_PARTNERS]
    prefetch_related_objects(hidden, "countries", "themes", "shared_with")
    return projects


def focal_points(partner_ids: set[int]) -> dict[int, list[User]]:
    """By partner, who speaks for it today."""
    people: dict[int, list[User]] = {}
    for designation in FocalPoint.objects.active().filter(partner__in=partner_ids).select_related("user"):
        people.setdefault(designation.partner_id, []).append(designation.user)
    return people


def wording(alert: Alert, own: Project, other: Project) -> tuple[str, str]:
    """Subject and text for the partner of `own`."""
    if may_see(own.partner_id, other):
        whose = f" with {other.partner}" if other.partner_id != own.partner_id else ""
        subject = f"Possible overlap{whose} ({case_words(alert, own, other)}): {short(own)} / {short(other)}"
        return subject, asked(question(alert, own, other), ASK)
    subject = f"Possible overlap with a restricted project ({case_words(alert, own, other)}): {short(own)}"
    return subject, asked(question(alert, own, other), RESTRICTED, ASK)


def asked(lines: list[str], *please: str) -> str:
    return "\n".join(lines) + "\n\n" + " ".join(please)


def question(alert: Alert, own: Project, other: Project) -> list[str]:
    """Which two, and why, in lines for the partner of `own`."""
    seen = may_see(own.partner_id, other)
    theirs = f"{named(other)}, {other.partner}" if seen else veiled(other)
    lines = [f"Yours: {named(own)}.", f"The other: {theirs}."]
    if own.partner_id == other.partner_id:
        lines = [f"Both are of {own.partner}:", f"{named(own)},", f"{named(other)}."]
    return [alert.sentence(case_among(alert, own, other), is_seen=seen), *lines, *why(alert, hidden=not seen)]


def why(alert: Alert, *, hidden: bool) -> list[str]:
    """One line, or none."""
    reasons = " ".join(strongest(evidence_of(alert, hidden)))
    return [f"Why: {reasons}"] if reasons else []


def case_words(alert: Alert, first: Project, second: Project) -> str:
    """Within a sentence: "same work funded twice"."""
    words = CASE_LABELS[case_among(alert, first, second)]
    return words[:1].lower() + words[1:]


def case_among(alert: Alert, first: Project, second: Project) -> str:
    return case_of(Kind(alert.kind), first.partner_id == second.partner_id)


def short(project: Project) -> str:
    return within_subject(project.title, project.number)


def within_subject(title: str, number: str) -> str:
    """How a long one begins and ends, and its number: sister projects begin alike."""
    title = " ".join(title.split())
    if len(title) <= TITLE:
        return title
    end = title[-END:].split(maxsplit=1)[-1]
    rest = f" … {end} ({number})" if 0 < len(number) <= END else f" … {end}"
    return title[: TITLE - len(rest)].rsplit(maxsplit=1)[0] + rest


def named(project: Project) -> str:
    return f"{project.title} ({project.number})"


def veiled(project: Project) -> str:
    """All that may be told of a project to who may not see it: where it works, and on what; of a draft nothing."""
    if project.is_kept_back:
        return "a project that was withdrawn to a draft"
    countries = ", ".join(str(country) for country in project.countries.all())
    themes = ", ".join(str(theme) for theme in project.themes.all())
    return "a restricted project" + (f" in {countries}" if countries else "") + (f" on {themes}" if themes else "")


def may_see(partner_id: int, project: Project) -> bool:
    """Whether everybody who speaks for the partner may read the project."""
    if project.partner_id == partner_id:
        return True
    if project.is_kept_back:
        return False
    if project.is_for_all:
        return True
    named = project.visibility == Project.Visibility.NAMED_PARTNERS
    return named and any(partner.pk == partner_id for partner in project.shared_with.all())
