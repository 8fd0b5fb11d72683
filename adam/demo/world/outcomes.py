"""What came of some alerts: one is open again because its project grew, two records of one project are one, and work
that is divided costs less.
"""

from decimal import Decimal

import pghistory

from duplication.detection import check
from duplication.models import Alert, Verdict
from partners.models import User
from projects.merges import merge, merging_of, refusal
from projects.models import Contribution, Project

GROWN, LEFT = Decimal("2.5"), Decimal("0.6")


def write(accounts: dict[str, User]) -> None:
    reopen()
    carry_out(accounts["coordinator"])


def decided(*outcomes: Verdict.Outcome) -> list[Alert]:
    """Over projects open to all, the strongest first."""
    everybody = Project.Visibility.ALL_PARTNERS
    found = Alert.objects.decided().filter(verdicts__outcome__in=outcomes)
    return list(found.filter(first__visibility=everybody, second__visibility=everybody))


def reopen() -> None:
    """One of the two received more money than when it was judged."""
    for alert in decided(Verdict.Outcome.DIVIDED, Verdict.Outcome.JOINT, Verdict.Outcome.ACCEPTED):
        money = Contribution.objects.filter(project=alert.second).order_by("-amount").first()
        if money:
            with pghistory.context(note="second commitment"):
                money.amount *= GROWN
                money.save()
            check(alert.second_id)
            return


def give_up(project: Project) -> None:
    """What it leaves to the other project, before the verdict says so."""
    for money in project.contributions.all():
        money.amount *= LEFT
        money.save()


def carry_out(coordinator: User) -> None:
    for alert in decided(Verdict.Outcome.MERGED):
        kept, other = sorted((alert.first, alert.second), key=lambda project: -len(project.objective))
        if not refusal(kept, other):
            merge(merging_of(kept, other, coordinator), coordinator)
            return
