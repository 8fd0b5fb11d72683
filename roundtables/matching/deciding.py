"""Proposed projects as a person meets them, and what is decided on them: it counts until either side changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from partners.models import User
from projects.models import Project
from roundtables.access import linkable_by
from roundtables.matching.proposing import Proposal, proposal_of, proposals
from roundtables.models import ProposalDecision, Recommendation

REOPENED = ProposalDecision.Verdict.REOPENED
SHOWN = 10  # of those that fit well
A_LOOK = 3  # of those worth one, where fewer fit well
OPENING = 4  # words of a title by which those worth a look are taken for the steps of one programme


@dataclass(frozen=True, slots=True)
class Proposed:
    project: Project
    proposal: Proposal
    may_decide: bool
    others: int  # more proposals of the same title, such as the steps of one programme


@dataclass(frozen=True, slots=True)
class Bands:
    """What counts as proposed, and what is only shown lest there be silence."""

    strong: list[Proposed]
    weak: list[Proposed]


def proposed_to(user: User, recommendation: Recommendation) -> Bands:
    """What the person may see of what is proposed, without what answers already and what was decided on."""
    found = {one.project: one for one in undecided(recommendation, proposals(recommendation))}
    visible = Project.objects.visible_to(user).published().filter(pk__in=found).exclude(recommendations=recommendation)
    projects = {project.pk: project for project in visible.select_related("partner").prefetch_related("countries")}
    deciding = set(linkable_by(user).filter(pk__in=projects).values_list("pk", flat=True))
    shown: dict[tuple[bool, int, str], list[Proposed]] = {}
    for pk, one in found.items():
        if project := projects.get(pk):
            alike = shown.setdefault((one.is_strong, project.partner_id, series(project.title, one.is_strong)), [])
            alike.append(Proposed(project, one, pk in deciding, 0))
    each = [Proposed(one.project, one.proposal, one.may_decide, len(more)) for one, *more in shown.values()]
    strong = [one for one in each if one.proposal.is_strong][:SHOWN]
    weak = [one for one in each if not one.proposal.is_strong][: max(A_LOOK - len(strong), 0)]
    return Bands(strong, weak)


def series(title: str, is_strong: bool) -> str:
    """What the steps of one programme have in common."""
    return title.casefold() if is_strong else " ".join(title.casefold().split()[:OPENING])


def undecided(recommendation: Recommendation, found: Sequence[Proposal]) -> list[Proposal]:
    """Those on which nothing was decided since what they rest on is what it is."""
    decided = recommendation.proposal_decisions.filter(project__in=[one.project for one in found])
    last = {(one.project_id, one.basis): one.verdict for one in decided}
    return [one for one in found if last.get((one.project, one.basis), REOPENED) == REOPENED]


def declined(recommendation: Recommendation, user: User) -> list[ProposalDecision]:
    """The last decision on each project that the person may see, where it was no."""
    visible = Project.objects.visible_to(user).values("pk")
    every = recommendation.proposal_decisions.filter(project__in=visible).select_related("project__partner", "author")
    last = {decision.project_id: decision for decision in every}
    return [one for one in last.values() if one.verdict == ProposalDecision.Verdict.DECLINED]


@transaction.atomic
def decide(recommendation: Recommendation, project: Project, verdict: str, user: User, note: str = "") -> bool:
    """False when it is not proposed, or no longer. Accepted, it answers as one linked by hand does."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    fit = None if project.is_draft else proposal_of(recommendation, project.pk)
    if not (found := undecided(recommendation, [fit] if fit else [])):
        return False
    [one] = found
    ProposalDecision.objects.create(
        recommendation=recommendation, project=project, verdict=verdict, author=user, note=note, basis=one.basis
    )
    if verdict == ProposalDecision.Verdict.ACCEPTED:
        recommendation.projects.add(project)
    return True


@transaction.atomic
def reopen(recommendation: Recommendation, project: Project, user: User) -> bool:
    """Takes a decline back, so that the project is proposed again. False when the last decision is none."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    last = recommendation.proposal_decisions.filter(project=project).last()
    if last is None or last.verdict != ProposalDecision.Verdict.DECLINED:
        return False
    ProposalDecision.objects.create(
        recommendation=recommendation, project=project, verdict=REOPENED, author=user, basis=last.basis
    )
    return True
