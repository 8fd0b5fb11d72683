"""Look-alikes of a project that is still being typed: what saving it would find, and a little more.

What a person may not see is looked for by title, countries and themes alone: else whoever changes dates or places until
it is told no more would read those of the other.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.text import get_text_list

from duplication.calibration.calibrations import active_calibration
from duplication.likeness import Finding, Likeness, in_common, overlap, without_series
from duplication.matching import index, registry, stored_facts
from duplication.matching.blocking import keys
from duplication.matching.bodies import helped
from duplication.matching.bounding import Bounds
from duplication.matching.comparison import Names, compare
from duplication.matching.kinds import (
    APART,
    OWN_DOUBLE,
    SENTENCES,
    Kind,
    case_of,
    contradicts,
    is_named_apart,
    kinds_of,
    numbered_apart,
    worth_comparing,
)
from duplication.matching.mentions import days_in, sums_in
from duplication.matching.rarity import MOST, REPEATING, Shared
from duplication.matching.records import Activity, Record
from duplication.matching.scoring import Calibration, score
from duplication.matching.sisters import are_of_one_title, what_parts
from duplication.matching.telling import is_general
from duplication.matching.text import Text, read
from duplication.matching.times import written
from duplication.matching.wording import title
from duplication.matching.works import things_in, works
from duplication.models import Calibration as StoredCalibration
from duplication.models.hint import HOUR, MOST_TITLES, give
from duplication.named_works import named_works
from duplication.notices.alerts import veiled
from duplication.successions import Told, phases_among, successions
from partners.models import Organization, User
from partners.text import fold
from projects.checks import Draft, LookAlike
from projects.models import Project
from projects.numbers import compared

SHOWN = 5
REASONS = 4  # sentences for each look-alike
LEEWAY = 2.0  # a half-filled form has little evidence yet
SHARES = {"title_part", "title_in_description", "contained"}  # fields whose sentences tell percentages
ONE_TITLE = {"same", "nearly_same"}
ONE_MORE = "This looks like one more of your series: several of your projects are as much like it."
TELLING = ("place", "beneficiary", "activity", "theme")  # the place first: in another country it is another one

logger = logging.getLogger(__name__)


def look_alikes(draft: Draft, user: User, limit: int = SHOWN) -> list[LookAlike]:
    """Published projects that resemble the draft, strongest first. No alert is raised.

    One that the person may not see is told only when its title, countries and themes alone would raise an alert, and
    then without its name.
    """
    accepted = active_calibration()
    calibration = accepted.weights
    mine = record_of(draft)
    titles = of_similar_titles(mine, mine.id or 0)
    titled = {id for id, theirs in titles.items() if is_one_title(mine, Record(title=theirs))}
    found, alerting = find(draft, mine, titled, accepted)
    phases = phases_of(draft, user, mine, titles, found, calibration)
    besides = named_works(draft, user, mine, found.keys(), calibration) | phases
    found = besides | {id: (besides[id][0] if id in besides else said, one) for id, (said, one) in found.items()}
    projects = Project.objects.filter(pk__in=found.keys() | titled).order_by()
    visible = set(projects.visible_to(user).values_list("pk", flat=True))
    veiled_ones = find_hidden(mine, titled - visible, calibration) if titled - visible else {}
    if veiled_ones and not may_be_told(draft, user, mine, veiled_ones):
        veiled_ones = {}
    shown = projects.filter(pk__in=found.keys() & visible | veiled_ones.keys())
    told = [
        replace(
            seen(project, *found[project.pk]),
            partner_url="" if project.partner_id == draft.partner_id else project.partner.get_absolute_url(),
            is_alerting=project.pk in alerting,
        )
        if project.pk in visible
        else hidden(project, veiled_ones[project.pk], f"{user.pk} {draft.project_id or draft.form}")
        for project in shown.select_related("partner").prefetch_related("countries", "themes")
    ]
    words = read(draft.title).stems
    ranked = sorted(told, key=lambda one: (read(one.heading).stems != words, -one.strength))
    of_some = not draft.is_published  # what is published has its alerts
    further = sum(of_some and one.is_alerting and one.project_id is not None for one in ranked[limit:])
    return [replace(one, further=further) for one in ranked[:limit]]


def may_be_told(draft: Draft, user: User, mine: Record, others: Iterable[int]) -> bool:
    """Whether the person is told of these hidden ones. The title on record tells what its alerts tell."""
    words = mine.title.stems
    published = Project.objects.filter(pk=draft.project_id or 0, published_at__isnull=False)
    if any(read(title).stems == words for title in published.values_list("title", flat=True)):
        return True
    is_told = give(user, " ".join(words), others)
    if not is_told and cache.add(f"told-of-the-most-titles:{user.pk}", True, HOUR.total_seconds()):
        logger.warning("User %s was told of restricted projects for %s titles within an hour.", user.pk, MOST_TITLES)
    return is_told


def find(draft: Draft, mine: Record, titled: set[int], accepted: StoredCalibration) -> tuple[dict[int, Told], set[int]]:
    """Overlaps of the draft by project, and of which of them saving would raise an alert. Of its own partner's projects
    only those that may be the same one count, as one of its title does that overlaps in no other way.
    """
    owner, bounds = mine.id or 0, accepted.bounds
    its_keys = keys(mine)
    around = index.sharers([its_keys]).around(its_keys)

    def common(other: int) -> Shared:
        return around.in_common(other) if owner else around.in_common(other).with_one_more()

    sharing = {(owner, id): number if owner else min(number, MOST) + 1 for id, number in around.sharing(owner)}
    place_of, facts = stored_facts.facts([id for _, id in sharing], besides=[replace(mine, id=owner)])
    promising = {id for _, id in accepted.plain_bounds.promising(sharing, place_of, facts, LEEWAY)}
    found, raised, saved = {}, {}, replace(mine, partner=draft.partner_id)
    for id, record in registry.records(promising | titled).items():
        if id not in titled and not worth_comparing(mine, record):
            continue
        shared = common(id)
        leeway = 0.0 if is_over(mine, record) else LEEWAY
        finding = overlap(mine, record, shared, bounds, leeway)
        alert = finding
        if is_own := record.partner == draft.partner_id:
            alert = as_own(saved, record, shared, bounds)
        elif finding and leeway:
            alert = overlap(mine, record, shared, bounds)
        if alert:
            raised[owner, id] = alert
        if finding is None and id in titled and has_one_title(mine, record):
            finding = by_title(mine, record, shared, accepted.weights)
        if finding and is_own:
            finding = own(finding, saved, record)
        if finding:
            found[id] = own_in_words(saved, record) if is_own else finding.sentence, finding
    alerting = {id for _, id in without_series(raised)}
    for id in found.keys() & {id for _, id in raised} - alerting:
        found[id] = ONE_MORE, found[id][1]
    return found, alerting


def is_over(mine: Record, theirs: Record) -> bool:
    """Whether it has ended, and nothing typed says that the draft is of that time."""
    return bool(mine.start is None and theirs.end and theirs.end < timezone.localdate())


def as_own(saved: Record, theirs: Record, shared: Shared, bounds: Bounds) -> Finding | None:
    """What a save finds of another project of the partner that types."""
    return overlap(saved, theirs, shared, bounds) if worth_comparing(saved, theirs) else None


def own(finding: Finding, mine: Record, theirs: Record) -> Finding | None:
    """Of the partner that types only what may be the same project once more, as what is found by its title alone: the
    rest it knows. As long as no country is chosen, in the one of that project.
    """
    if is_named_apart(Names(mine, theirs)) and not are_of_one_title(mine, theirs):
        return None
    if finding.kind == Kind.SAME_PROJECT:
        return finding
    if not mine.countries:
        mine = replace(mine, countries=theirs.countries, works=works(mine.title.raw, theirs.countries))
    is_double = bool(kinds_of(Names(mine, theirs), same_partner=True))
    is_apart = numbered_apart(mine.reference, theirs.reference)
    return replace(finding, kind=Kind.SAME_PROJECT) if is_double and not is_apart else None


def own_in_words(mine: Record, theirs: Record) -> str:
    """What one's own project is to the draft, as far as both say."""
    if not are_of_one_title(mine, theirs):
        return SENTENCES[OWN_DOUBLE]
    if parted := what_parts(mine, theirs):
        which = "the next" if mine.start and theirs.start and mine.start > theirs.start else "another"
        return f"This looks like {which} of your series, {get_text_list(parted, 'and')}."
    if theirs.end and is_over(mine, theirs):
        ended = written(theirs.end)
        return f"Perhaps one project entered twice, or the next of your series: that one ended on {ended}."
    return SENTENCES[OWN_DOUBLE]


def find_hidden(mine: Record, others: set[int], calibration: Calibration) -> dict[int, Finding]:
    """Of those that the person may not see, the ones that would raise an alert by title, countries and themes alone."""
    mine, owner = bare(mine), mine.id or 0
    theirs = {id: bare(record) for id, record in registry.records(others).items()}
    alike = {id: likeness for id, record in theirs.items() if (likeness := Likeness.between(mine, record))}
    shared = in_common({(owner, id): (mine, theirs[id]) for id in alike})
    found = {}
    for (_, id), common in shared.items():
        if finding := alike[id].weighed(common if owner else common.with_one_more(), calibration):
            found[id] = finding
    return found


def bare(record: Record) -> Record:
    """What may be told of a restricted project, and its title with what that says."""
    return Record(
        id=record.id,
        partner=record.partner,
        title=record.title,
        countries=record.countries,
        themes=record.themes,
        works=record.works,
        things=record.things,
    )


def of_similar_titles(mine: Record, owner: int) -> dict[int, Text]:
    """Those found by their titles alone, whatever else they state: a copy for another country has it too."""
    found = index.candidates({owner: keys(Record(title=mine.title))})[owner]
    titles = Project.objects.filter(pk__in=found).values_list("pk", "title")
    return {pk: read(theirs) for pk, theirs in titles}


def phases_of(
    draft: Draft, user: User, mine: Record, titles: Mapping[int, Text], found: Collection[int], calibration: Calibration
) -> dict[int, Told]:
    """Those of other partners, since one's own are known: of these only what is found anyway, and may be the same. Of
    what the person may not see none takes the place of one that he may.
    """
    if named := phases_among(mine, titles):
        is_known = Q(partner=draft.partner_id) & ~Q(pk__in=found)
        others = Project.objects.filter(~is_known, pk__in=named).visible_to(user)
        return successions(mine, set(others.values_list("pk", flat=True)), found, calibration, LEEWAY)
    return {}


def is_one_title(mine: Record, theirs: Record) -> bool:
    """A title that suits any project is nobody's."""
    if is_general(mine.title.raw):
        return False
    likeness = title(mine, theirs)
    return bool(likeness and likeness.name in ONE_TITLE) or are_of_one_title(mine, theirs)


def has_one_title(mine: Record, theirs: Record) -> bool:
    """The same title is worth a look, whatever is still to be typed and wherever the work is done; one that is nearly
    the same not where what is typed tells the two apart, nor another phase, or years, of one programme.
    """
    if not is_one_title(mine, theirs):
        return False
    names = Names(mine, theirs)
    if are_of_one_title(mine, theirs):
        return names.get("period") not in APART
    parting = ("numbers", "name", "series", *TELLING[names.get("country") == "different" :])
    return not contradicts(names, *parting) and names.get("period") not in APART


def by_title(mine: Record, theirs: Record, shared: Shared, calibration: Calibration) -> Finding:
    kind = Kind.SAME_PROJECT
    evidence = score(compare(mine, theirs, shared), calibration, case_of(kind, same_partner=False))
    return Finding(kind, evidence, same_partner=False)


def seen(project: Project, said: str, finding: Finding) -> LookAlike:
    countries = ", ".join(str(country) for country in project.countries.all())
    return LookAlike(
        project_id=project.pk,
        heading=project.title,
        meta=" · ".join(filter(None, [str(project.partner), countries, project.years])),
        sentences=(said, *reasons(finding)),
        url=project.get_absolute_url(),
        strength=finding.score.match_weight,
    )


def hidden(project: Project, finding: Finding, salt: str) -> LookAlike:
    return LookAlike(
        project_id=None,
        heading=f"A{veiled(project)[1:]}",
        sentences=(SENTENCES[finding.kind],),
        strength=finding.score.match_weight,
        hidden_id=project.pk,
        salt=salt,
    )


def reasons(finding: Finding) -> list[str]:
    """What speaks most for it; shares of texts, which one has to think about, only where nothing else does."""
    told = [reason for reason in finding.score.contributions if reason.weight > 0]
    plain = [reason for reason in told if reason.field not in SHARES | REPEATING]
    return [reason.sentence for reason in plain or told][:REASONS]


def helped_by(draft: Draft) -> frozenset[int]:
    return draft.beneficiaries | {done.beneficiary for done in draft.activities if done.beneficiary is not None}


def record_of(draft: Draft) -> Record:
    """The draft as a record of no partner: one's own double entry is to be seen before money or dates are typed. It has
    a number if it is published: of no other are there keys that count among those of the register.
    """
    rows = Organization.objects.filter(pk__in=helped_by(draft)).values_list("pk", "name_key", "country")
    numbers, bodies = helped(rows, draft.countries)
    return Record(
        id=draft.project_id if draft.is_published else None,
        title=read(draft.title),
        description=read(draft.objective),
        countries=draft.countries,
        places=draft.places,
        themes=draft.themes,
        purposes=draft.purpose_codes,
        activities=tuple(
            Activity(
                done.type,
                None if done.quantity is None else float(done.quantity),
                numbers.get(done.beneficiary or 0),
                done.place,
                done.start,
                done.end,
            )
            for done in draft.activities
        ),
        implementers=frozenset(fold(name) for name in draft.implementer_names),
        beneficiaries=frozenset(numbers[id] for id in draft.beneficiaries if id in numbers),
        bodies=bodies,
        start=draft.start,
        end=draft.end,
        reference=draft.reference.lower(),
        amount=registry.as_float(draft.usd),
        stated=in_one_currency(draft.paid),
        identifiers=compared([draft.reference, *(value for _, value in draft.identifiers)]),
        works=works(draft.title, draft.countries),
        things=things_in(draft.title),
        days_named=days_in(draft.title, draft.objective),
        sums_named=sums_in(draft.title, draft.objective),
        language=draft.language,
    )


def in_one_currency(paid: Sequence[tuple[str, Decimal]]) -> tuple[str, float] | None:
    currencies = {currency for currency, _ in paid}
    return (currencies.pop(), float(sum(amount for _, amount in paid))) if len(currencies) == 1 else None
