"""What was agreed, on the first page: recommendations to report on, reports to assess, needs and offers that fit."""

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from adam import panels
from adam.panels import Panel, Row, panel
from partners.models import User
from partners.text import day_in_words
from projects.models import Recipient
from projects.models.project import active_condition
from roundtables.models import MatchStatement, Need, Recommendation
from roundtables.needs.fitting import Fit, needs_for, offers_for
from roundtables.needs.saying import said_to_be_met


def overview(**filters: str | int) -> str:
    """Address of the list of recommendations under these filters."""
    return f"{reverse('roundtables:recommendations')}?{urlencode(filters)}"


def soonest(found: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    return found.select_related("round_table").order_by(F("due_on").asc(nulls_last=True), "pk")


def to_report(user: User) -> Panel:
    """Addressed to a partner the person speaks for: due soon or overdue, or nothing was said of it yet."""
    found = soonest(Recommendation.objects.visible_to(user).unheard(user.writes_for))
    return panel("Recommendations to report on", found, report_row, overview(mine="report"), urgent=True)


def reported(user: User) -> Panel:
    """What the person's partner has begun; what it has still to report on stands above."""
    found = panels.open_recommendations(user).heard(user.writes_for)
    return panel("Reported by you, not finished", found, panels.recommendation_row, overview(mine="reported"))


def report_row(one: Recommendation) -> Row:
    shown = panels.recommendation_row(one)
    due = one.due_on and one.state != Recommendation.State.OVERDUE
    tag = f"due {day_in_words(one.due_on)}" if due and one.due_on else shown.tag
    return Row(shown.text, reverse("roundtables:follow_up", args=[one.pk]), shown.meta, tag)


def to_assess(user: User) -> Panel:
    found = soonest(Recommendation.objects.visible_to(user).to_assess())
    return panel("Reports to assess", found, assess_row, overview(state="to_assess"), urgent=True)


def assess_row(one: Recommendation) -> Row:
    shown = panels.recommendation_row(one)
    return Row(shown.text, reverse("roundtables:assess", args=[one.pk]), shown.meta, shown.tag)


def needs(user: User) -> list[Panel]:
    """What the person's own country still needs, and what countries need in which the own partner is active."""
    found = Need.objects.visible_to(user).open().select_related("country", "theme")
    every, offers = f"{reverse('roundtables:needs')}?state=open", f"{reverse('roundtables:offers')}?state=open"
    if user.is_coordinator:
        return [panel("Needs, the latest first", found, need_row, every, always=True)]
    own = found.filter(country__partner__in=user.own_partners)
    active = Recipient.objects.filter(active_condition("project__"), project__partner__in=user.own_partners)
    there = found.filter(country__in=active.order_by().values("country"))
    others = there.exclude(country__partner__in=user.own_partners)
    return [
        panel("Needs to confirm as met", said_to_be_met(user), met_row, f"{every}&mine=1", urgent=True),
        fitting("Needs that fit your offers", [need_of(fit) for fit in needs_for(user)], every),
        fitting("Offers that fit your needs", [offer_of(fit) for fit in offers_for(user)], offers),
        panel("What your country needs", own, need_row, f"{every}&mine=1", always=True),
        panel("Needs where your partner is active", others, need_row, every, more="See all open needs", always=True),
    ]


def fitting(title: str, rows: list[Row], url: str) -> Panel:
    return Panel(title, rows[: panels.SHOWN], len(rows), url, False, more="See all that are open", always=True)


def need_of(fit: Fit) -> Row:
    meta = f"{fit.need.country} · fits “{Truncator(fit.offer.title).chars(80)}”"
    return Row(fit.need.title, fit.need.get_absolute_url(), meta)


def offer_of(fit: Fit) -> Row:
    meta = f"{fit.offer.partner} · fits “{Truncator(fit.need.title).chars(80)}”"
    return Row(fit.offer.title, fit.offer.get_absolute_url(), meta)


def met_row(said: MatchStatement) -> Row:
    answer = said.offer or said.project
    meta = f"{answer.partner} says so of “{Truncator(answer.title).chars(80)}”" if answer else ""
    return Row(said.need.title, said.need.get_absolute_url(), meta, said.get_says_display().lower())


def need_row(need: Need) -> Row:
    return Row(
        need.title,
        need.get_absolute_url(),
        f"{need.country} · {need.theme.name}",
        f"from {day_in_words(need.start)}" if need.start else "",
    )
