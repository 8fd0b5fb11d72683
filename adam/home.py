"""The first page: what waits for this person, by what he or she is to the register."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from adam import agreed, panels
from adam.asked_next import asked_next
from adam.operation import administration, operation
from adam.panels import Figure, Panel, analysed, listed, panel
from adam.people import unowned
from adam.templatetags.adam_ui import money, thousands
from duplication.models import Alert, Position
from duplication.models.alert import of_own
from duplication.queue.filters import there
from duplication.queue.ordering import Listed, answered_and_not, in_order
from partners.models import Country, HandOver, Partner, User
from partners.requests import SignedInRequest
from partners.text import noun, plural
from projects import confirming
from projects.models import Contribution, Project
from projects.models.project import ProjectQuerySet, active_condition, committed
from projects.provisional import provisionally
from roundtables.models import Recommendation


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    user = request.user
    figures, found = content(user)
    found.append(panels.saved_searches(user))
    filled = [one for one in found if one.total]

    context = {
        "figures": figures,
        "urgent": [one for one in filled if one.urgent],
        "others": [one for one in filled if not one.urgent],
        "has_duties": any(one.urgent for one in found),
        "may_write": user.is_focal_point,
    }
    return render(request, "home/home.html", context)


def content(user: User) -> tuple[list[Figure], list[Panel]]:
    if user.role == User.Role.ADMINISTRATOR:
        return operation(), administration()
    if user.is_coordinator:
        return register(user), coordination(user)
    if user.role == User.Role.ANALYST:
        return register(user), overview(user)
    return portfolio(user), duties(user) + at_home(user)


# -- Figures -----------------------------------------------------------------------------------------------------------
def register(user: User) -> list[Figure]:
    published = Project.objects.visible_to(user).published()
    counts = published.aggregate(
        all=Count("pk"),
        **active_and_ended(),
        partners=Count("partner", distinct=True),
    )
    return [
        Figure("projects", thousands(counts["all"]), listed(**without_drafts(user))),
        active_figure(counts),
        Figure("partners reporting", thousands(counts["partners"]), reverse("partners:list")),
        committed_figure(published, analysed(measure="budget", rows="partner", **without_drafts(user))),
    ]


def portfolio(user: User) -> list[Figure]:
    """Without drafts, as everybody else sees it; nothing for those who have nothing in the register yet."""
    own = Project.objects.visible_to(user).published().filter(partner__in=user.own_partners)
    counts = own.aggregate(all=Count("pk"), **active_and_ended())
    alerts = Alert.objects.open().filter(of_own(user)).count()
    if not counts["all"] and not alerts:
        return []
    return [
        Figure("projects of your partner", thousands(counts["all"]), listed(mine=1, published=1)),
        active_figure(counts, mine=1),
        committed_figure(own, analysed(measure="budget", rows="country", mine=1, published=1)),
        Figure(
            f"open {noun(alerts, 'alert')} on them",
            thousands(alerts),
            f"{reverse('alerts:list')}?state=own",
            warn=alerts > 0,
        ),
    ]


def active_and_ended() -> dict[str, Count]:
    called_so = Count("pk", filter=Q(status__in=Project.RUNNING))
    return {"active": Count("pk", filter=active_condition()), "called_so": called_so}


def active_figure(counts: dict[str, int], **filters: Any) -> Figure:
    """Of published projects; what only its status calls running stands beside it."""
    ended = counts["called_so"] - counts["active"]
    found = Figure("planned or running", thousands(counts["active"]), listed(active=1, **filters))
    return (
        replace(found, note=confirming.still_called(ended), note_url=listed(overdue=1, **filters)) if ended else found
    )


def without_drafts(user: User) -> dict[str, Any]:
    """What a link asks for, so that its list has no draft of the person's own partner, as its figure has none."""
    return {"published": 1} if user.own_partners else {}


def committed_figure(projects: ProjectQuerySet, url: str) -> Figure:
    total, unrated = committed(projects)
    if not unrated:
        return Figure("committed, as reported", money(round(total)), url)
    note = f"{plural(unrated, 'amount')} without a rate {noun(unrated, 'is', 'are')} not in it"
    rows = Contribution.objects.filter(usd=None, project__in=projects.order_by().values("pk"))
    note = ", ".join(filter(None, [note, provisionally(rows)]))
    return Figure("committed, as reported", money(round(total)), url, note=note)


# -- Panels by role ----------------------------------------------------------------------------------------------------
def duties(user: User) -> list[Panel]:
    """What a focal point has to answer, confirm or finish; nothing for those who only read."""
    if not user.is_focal_point:
        return []
    own = Project.objects.editable_by(user).select_related("partner")
    stale = confirming.asked_apart(own.stale()).order_by(F("confirmed_at").asc(nulls_first=True), "pk")
    overdue, drafts = own.overdue().order_by("end", "pk"), own.filter(published_at=None).recently_changed()
    awaiting = in_order(Alert.objects.visible_to(user).awaiting(user), "strength", user)
    alerts = Listed.of(awaiting, panels.with_sides(Alert.objects.visible_to(user), user))
    urgent = partial(panel, urgent=True)
    mine = reverse("projects:portfolio")
    taken_over = HandOver.objects.to_read(user).select_related("partner", "outgoing")
    return [
        urgent("Taken over by you", taken_over, panels.hand_over_row),
        urgent("Alerts that wait for your answer", alerts, panels.alert_row(user), reverse("alerts:list")),
        agreed.to_report(user),
        urgent("Projects to confirm", stale, panels.to_confirm, mine, more="Confirm them together", always=True),
        urgent(
            "End date has passed, still running",
            overdue,
            panels.ended,
            mine,
            more="Say of all which have ended",
            always=True,
        ),
        urgent("Drafts to finish", drafts, panels.project_row, listed(mine=1, draft=1)),
        urgent(*panels.unsaved(user)),
        *asked_next(user),
        *agreed.needs(user),
    ]


def at_home(user: User) -> list[Panel]:
    """What others do in the person's own country and what was agreed for it; for everybody, what is new."""
    visible = Project.objects.visible_to(user).published()
    country = user.own_country
    if country is None:
        mine = [agreed.reported(user)] if user.is_focal_point else asked_next(user)
        return [*mine, panels.latest(visible, **without_drafts(user))]
    here = visible.filter(countries=country).exclude(partner__in=user.own_partners)
    asked = panels.open_recommendations(user).filter(countries=country)
    return [
        *([] if user.is_focal_point else asked_next(user)),
        overlaps(user, country),
        panels.latest(here, f"Others' projects in {country}", country=country.pk, others=1),
        panels.themes(here, f"What they do in {country}", country=country.pk, others=1),
        panel(
            "Recommendations for your country",
            asked,
            panels.recommendation_row,
            agreed.overview(country=country.pk, state="unfinished"),
        ),
        agreed.reported(user),
        panels.latest(visible, **without_drafts(user)),
    ]


def overlaps(user: User, country: Country) -> Panel:
    """Open alerts of work there, of whatever partners; as the queue finds them."""
    visible = Alert.objects.visible_to(user)
    found = in_order(visible.open().filter(there(country.pk, user)), "strength", user)
    queue = f"{reverse('alerts:list')}?{urlencode({'state': 'open', 'country': country.pk})}"
    return panel(
        f"Overlaps in {country}", Listed.of(found, panels.with_sides(visible, user)), panels.alert_row(user), queue
    )


def coordination(user: User) -> list[Panel]:
    said = Position.objects.in_force().filter(alert=OuterRef("pk")).order_by().values("alert")
    answers = Coalesce(Subquery(said.annotate(partners=Count("partner", distinct=True)).values("partners")), 0)
    visible = Alert.objects.visible_to(user)
    ready, waiting = answered_and_not(visible.open(), panels.with_sides(visible.annotate(answers=answers), user))
    overdue = Recommendation.objects.visible_to(user).overdue().select_related("round_table").order_by("due_on", "pk")
    fading = confirming.partners_with_stale()
    unheard = Partner.objects.with_designation().filter(is_designated=False).order_by("name")  # type: ignore[misc]
    urgent, row, queue = partial(panel, urgent=True), panels.alert_row(user), reverse("alerts:list")
    return [
        urgent("Alerts ready for a verdict", ready, row, f"{queue}?state=ready"),
        urgent("Alerts that wait for partners", waiting, row, f"{queue}?state=unanswered"),
        agreed.to_assess(user),
        urgent("Recommendations overdue", overdue, panels.recommendation_row, agreed.overview(state="overdue")),
        urgent(
            "Partners without a focal point", unheard, panels.partner_row, f"{reverse('partners:list')}?designated=no"
        ),
        urgent(
            "Partners with projects nobody speaks for",
            unowned.with_numbers(),
            panels.unowned_row,
            reverse("people:unowned"),
        ),
        urgent("Partners with records to confirm", fading, panels.fading_row, reverse("projects:fading")),
        urgent(*panels.unsaved(user)),
        *asked_next(user),
        *agreed.needs(user),
        panels.latest(Project.objects.visible_to(user).published(), **without_drafts(user)),
    ]


def overview(user: User) -> list[Panel]:
    visible = Project.objects.visible_to(user).published()
    unfinished = panels.open_recommendations(user)
    return [
        *asked_next(user),
        panels.latest(visible, **without_drafts(user)),
        panels.themes(visible, "By theme", **without_drafts(user)),
        panel("Open recommendations", unfinished, panels.recommendation_row, agreed.overview(state="unfinished")),
    ]
