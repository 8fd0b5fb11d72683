"""What people have done by the day of the world: who met, what came of recommendations, positions and verdicts."""

from random import Random

from django.db.models import F
from django.utils import timezone

from adam.demo.world import followed, outcomes, taken_up
from adam.demo.world.plan import world
from duplication.models import Alert, Position, Verdict
from duplication.review.deciding import decide
from partners.models import Notification, Partner, User
from projects.models import Project
from roundtables.models import Recommendation, RoundTable

UNREAD = 6  # of each person's notifications; older ones were read
NEIGHBOURS = ["AF", "PK", "IR", "TJ", "TM", "UZ", "KZ", "KG", "RU", "TR"]
DONORS = ["US", "GB", "DE", "FR", "IT", "JP", "NO", "SE", "CA", "UNODC", "EU", "OSCE"]
STANCES = {
    Alert.Kind.SAME_PROJECT: (Position.Stance.SAME, "This is our share of it; we report all that we pay for."),
    Alert.Kind.SAME_WORK: (Position.Stance.OVERLAPPING, "We did not know of this. Could we divide it between us?"),
    Alert.Kind.COMPLEMENTARY: (Position.Stance.COMPLEMENTARY, "Useful to know: we will send our timetable."),
    Alert.Kind.TIMING_CLASH: (Position.Stance.OVERLAPPING, "We could move our course by two weeks."),
}
KNOWN = (Verdict.Outcome.NOT_OVERLAP, Verdict.Reason.COORDINATED, "Both sides knew of it when they planned.")
VERDICTS = {
    Alert.Kind.SAME_PROJECT: [
        (Verdict.Outcome.MERGED, "", "To be recorded once, by the partner that carries it out."),
        (Verdict.Outcome.MERGED, "", "One project, two reports: the funder keeps its contribution there."),
    ],
    Alert.Kind.SAME_WORK: [
        (
            Verdict.Outcome.DIVIDED,
            Verdict.Division.AGENCY,
            "The second donor turned to another unit of the same service.",
        ),
        (Verdict.Outcome.JOINT, "", "One steering committee for both, and one list of what is delivered."),
        (Verdict.Outcome.ACCEPTED, "", "The service can use both; nothing is delivered twice."),
        KNOWN,
    ],
    Alert.Kind.COMPLEMENTARY: [
        (Verdict.Outcome.JOINT, "", "Planned together from now on."),
        (Verdict.Outcome.SEQUENCED, "", "The one waits for the other to be handed over."),
        KNOWN,
    ],
    Alert.Kind.TIMING_CLASH: [
        (Verdict.Outcome.SEQUENCED, "", "The later course was moved to spring."),
        (Verdict.Outcome.DIVIDED, Verdict.Division.TIME, "Half of the unit goes to each course."),
    ],
}
ADVICE = {Verdict.Outcome.JOINT: "Report to the next working group together, with one list of what was delivered."}
DISMISSALS = [
    KNOWN,
    (Verdict.Outcome.NOT_OVERLAP, Verdict.Reason.TOO_GENERAL, ""),
    (Verdict.Outcome.NOT_OVERLAP, Verdict.Reason.ACTIVITY, "One pays running costs, the other builds."),
]


def write(accounts: dict[str, User]) -> None:
    rng = Random(2006)
    partners = {partner.code: partner for partner in Partner.objects.all()}
    meetings(rng, partners)
    recommendations()
    taken_up.write(accounts["coordinator"])
    followed.write(accounts)
    verdicts(rng, accounts)
    outcomes.write(accounts)
    settle_notifications()


def meetings(rng: Random, partners: dict[str, Partner]) -> None:
    for table in RoundTable.objects.all():
        codes = set(NEIGHBOURS) | set(rng.sample(DONORS, 9)) | {"UNODC", table.country_id}
        table.participants.set(partners[code] for code in sorted(codes) if code in partners)


def recommendations() -> None:
    known = {
        (item.round_table.number, item.number): item
        for item in Recommendation.objects.select_related("round_table").prefetch_related("themes", "countries")
        if item.round_table.kind == RoundTable.Kind.EXPERT_ROUND_TABLE
    }
    for item in list(known.values())[::2] + list(known.values())[1::4]:
        item.projects.set(answering(item))


def answering(recommendation: Recommendation) -> list[Project]:
    """Some of the open projects on its themes in its countries, begun after it was made."""
    fitting = Project.objects.filter(
        visibility=Project.Visibility.ALL_PARTNERS,
        published_at__isnull=False,
        themes__in=recommendation.themes.all(),
        countries__in=recommendation.countries.all(),
        start__gt=recommendation.round_table.end,
    )
    return list(fitting.order_by("start", "pk").distinct()[: 2 + recommendation.number % 4])


def verdicts(rng: Random, accounts: dict[str, User]) -> None:
    """Of the alerts on finished projects most are decided; of the others some have been answered by one side."""
    writers = {user.partner_id: user for user in accounts.values() if user.role == User.Role.READER}
    intended = [{overlap.first, overlap.second} for overlap in world().overlaps]
    now = timezone.now()
    for alert in Alert.objects.select_related("first__partner", "second__partner").order_by("pk"):
        over = max(alert.first.end or now.date(), alert.second.end or now.date()) < now.date()
        stance, words = STANCES[Alert.Kind(alert.kind)]
        sides = [partner for partner in (alert.first.partner_id, alert.second.partner_id) if partner in writers]
        speaking = sides if over and rng.random() < 0.4 else [side for side in sides[:1] if rng.random() < 0.25]
        for partner in speaking:
            Position.objects.create(alert=alert, partner_id=partner, author=writers[partner], stance=stance, text=words)
        if over and rng.random() < 0.55 and not alert.verdicts.standing().exists():
            meant = {alert.first.reference, alert.second.reference} in intended
            outcome, why, text = rng.choice(VERDICTS[Alert.Kind(alert.kind)] if meant else DISMISSALS)
            is_divided = outcome == Verdict.Outcome.DIVIDED
            if is_divided:
                outcomes.give_up(alert.second)
            said = {"outcome": outcome, "text": text, "decided_by": accounts["coordinator"]}
            said["divided_by" if is_divided else "reason"] = why
            decide(Verdict(alert=alert, recommendation=ADVICE.get(outcome, ""), **said))


def settle_notifications() -> None:
    """No mail about any of this; only the latest few about undecided alerts are still unread."""
    now = timezone.now()
    waiting = [f"alert:{pk}" for pk in Alert.objects.open().values_list("pk", flat=True)]
    unread: list[int] = []
    for user in User.objects.filter(notifications__isnull=False).distinct():
        latest = user.notifications.filter(key__in=waiting).order_by("-created_at", "-pk")
        unread += latest.values_list("pk", flat=True)[:UNREAD]
    Notification.objects.update(mailed_at=now, due_at=F("created_at"))
    Notification.objects.exclude(pk__in=unread).update(read_at=now)
