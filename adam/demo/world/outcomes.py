"""What came of some verdicts: one is open again because its project grew, and two records of one project are one."""

from decimal import Decimal

import pghistory

from duplication.detection import check
from duplication.models import Alert, Verdict
from partners.models import User
from projects.merges import merge, merging_of, refusal
from projects.models import Contribution, Project

GROWN = Decimal("2.5")


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


def carry_out(coordinator: User) -> None:
    for alert in decided(Verdict.Outcome.MERGED):
        kept, other = sorted((alert.first, alert.second), key=lambda project: -len(project.objective))
        if not refusal(kept, other):
            merge(merging_of(kept, other, coordinator), coordinator)
            return
