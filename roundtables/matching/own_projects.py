"""The other way round: unfinished recommendations that some projects may answer, for who decides on these projects.

Each pair is compared, so the projects are few: one on its own page, or those of a focal point.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from duplication.matching import registry
from partners.models import User
from projects.models import Project
from roundtables.access import linkable_by
from roundtables.matching.nations import nations
from roundtables.matching.proposing import Proposal, of_recommendation, proposed, vocabulary
from roundtables.matching.subjects import of_project
from roundtables.models import ProposalDecision, Recommendation

MOST_PROJECTS = 60  # the latest changed
MOST_RECOMMENDATIONS = 60  # the latest made


@dataclass(frozen=True, slots=True)
class Answer:
    """A project that fits a recommendation well, on which nobody has decided yet."""

    recommendation: Recommendation
    project: Project
    proposal: Proposal
    may_decide: bool = True
    others: int = 0  # as the page of the recommendation counts them; here each stands by itself


def own_answers(user: User) -> list[Answer]:
    """Of the projects that the person writes, planned or running."""
    own = Project.objects.editable_by(user).active().recently_changed()
    return answers_of(user, own.values_list("pk", flat=True)[:MOST_PROJECTS])


def answers_of(user: User, pks: Collection[int]) -> list[Answer]:
    """The strongest of each recommendation first, the latest recommendation first. A fixed number of queries."""
    projects = linkable_by(user).published().filter(pk__in=list(pks)).select_related("partner")
    by_id = projects.prefetch_related("countries").in_bulk()
    if not by_id or not (asked := asked_in(user, by_id)):
        return []
    names, given = vocabulary(), {row.id: of_project(row) for row in registry.rows(list(by_id))}
    known_nations = nations()
    known = answered_or_decided([one.pk for one in asked], by_id)
    found = []
    for one in asked:
        wanted = of_recommendation(one, known_nations)
        made = [proposed(wanted, pk, subject, names) for pk, subject in given.items() if (one.pk, pk, "") not in known]
        strong = [fit for fit in made if fit and fit.is_strong and (one.pk, fit.project, fit.basis) not in known]
        found += [Answer(one, by_id[fit.project], fit) for fit in sorted(strong, key=lambda fit: -fit.weight)]
    return found


def asked_in(user: User, projects: dict[int, Project]) -> list[Recommendation]:
    """Unfinished ones about a country of these projects, or about none."""
    countries = {country.pk for project in projects.values() for country in project.countries.all()}
    near = Recommendation.objects.visible_to(user).unfinished()
    near = near.filter(Q(countries__in=countries) | Q(countries=None)).distinct().select_related("round_table")
    near = near.prefetch_related("countries", "themes", "addressed_organizations")
    return list(near.order_by("-round_table__start", "number")[:MOST_RECOMMENDATIONS])


def answered_or_decided(recommendations: Collection[int], projects: Collection[int]) -> set[tuple[int, int, str]]:
    """With the fingerprint of what was decided on; without one where the project answers already."""
    these = {"recommendation__in": recommendations, "project__in": projects}
    linked = Recommendation.projects.through.objects.filter(**these).values_list("recommendation", "project")
    decided = ProposalDecision.objects.filter(**these)
    last = {(one.recommendation_id, one.project_id, one.basis): one.verdict for one in decided}
    standing = {pair for pair, verdict in last.items() if verdict != ProposalDecision.Verdict.REOPENED}
    return {(recommendation, project, "") for recommendation, project in linked} | standing
