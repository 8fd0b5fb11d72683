"""A recommendation in, the projects that may answer it out, each with its reasons. Nothing is stored.

Found through the word index of duplication, so that a registry of any size answers while the page is opened: no job has
to be kept in step with projects, recommendations and what the reader may see.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from duplication.matching import index, registry
from duplication.matching.blocking import Keys, hashed
from duplication.matching.text import COMMON, STOP_WORDS, stem
from partners.models import Country
from projects.models import ActivityType, Theme
from roundtables.matching import evidence
from roundtables.matching.evidence import Evidence, gathered
from roundtables.matching.judging import Fit, cannot, judged
from roundtables.matching.nations import Nations, nations
from roundtables.matching.subjects import Subject, beginnings, fingerprint, folded, of_project, without_names
from roundtables.models import Recommendation

REASONS = (
    evidence.words, evidence.nearby, evidence.theme, evidence.purpose, evidence.country, evidence.region,
    evidence.together, evidence.activity, evidence.body,
)  # fmt: skip
CANDIDATES = 200  # read and compared
NEAR_CANDIDATES = 100  # the same of what is only near to what is wanted
FEW = 5  # so many found are enough: what is only near is not looked up
KEYS, NEAR_KEYS = 400, 1_000  # looked up


@dataclass(frozen=True, slots=True)
class Proposal:
    project: int
    weight: float
    evidence: tuple[Evidence, ...]
    basis: str  # fingerprint of what the two say
    is_strong: bool  # fits well; any other is worth a look

    @property
    def sentences(self) -> list[str]:
        return [one.sentence for one in self.evidence]


def proposals(recommendation: Recommendation) -> list[Proposal]:
    """Published projects that may answer it, whoever may see them: what fits well, then what is worth a look."""
    wanted, names = of_recommendation(recommendation, nations()), vocabulary()
    made = compared(wanted, names, islice(spelled(wanted), KEYS), CANDIDATES)
    if len(made) < FEW:
        made = {**compared(wanted, names, islice(spelled_near(wanted), NEAR_KEYS), NEAR_CANDIDATES), **made}
    return sorted(made.values(), key=lambda one: (not one.is_strong, -one.weight, one.project))


def proposal_of(recommendation: Recommendation, project: int) -> Proposal | None:
    """Of this project, however many fit better."""
    rows = registry.rows([project])
    wanted = of_recommendation(recommendation, nations())
    return proposed(wanted, project, of_project(rows[0]), vocabulary()) if rows else None


def compared(
    wanted: Subject, names: dict[str, str], looked_up: Iterable[tuple[float, str]], most: int
) -> dict[int, Proposal]:
    searched = keys(looked_up)
    found = index.candidates({0: searched}, most)[0] if searched else []
    made = (proposed(wanted, row.id, of_project(row), names) for row in registry.rows(found))
    return {one.project: one for one in made if one}


def proposed(wanted: Subject, project: int, given: Subject, names: dict[str, str]) -> Proposal | None:
    if cannot(wanted, given):  # cheap, and said of most: before any reason is looked for
        return None
    reasons = gathered(wanted, given, names, REASONS)
    weights = {one.field: one.weight for one in reasons}
    if not (fit := judged(wanted, given, weights)):
        return None
    is_strong = fit is Fit.WELL
    return Proposal(project, sum(weights.values()), tuple(reasons), fingerprint(wanted, given), is_strong)


def of_recommendation(recommendation: Recommendation, known: Nations) -> Subject:
    """Countries are matched as such; their names in the text, and those of partners, tell nothing more."""
    countries = recommendation.countries.all()
    themes = list(recommendation.themes.all())
    regions = {folded(country.get_region_display().rpartition(" and ")[2]) for country in countries}  # Central Asia
    return Subject(
        title=without_names(known.taken_out(folded(recommendation.text)), (country.name for country in countries)),
        countries=frozenset(country.pk for country in countries),
        there=frozenset(beginnings(country.name for country in countries) | regions),
        themes=frozenset(theme.pk for theme in themes),
        theme_names=folded(" ".join(theme.name for theme in themes)),
        purposes=frozenset(theme.crs_code for theme in themes),
        bodies=frozenset(body.pk for body in recommendation.addressed_organizations.all()),
        start=recommendation.round_table.start,
    )


def vocabulary() -> dict[str, str]:
    """Names of countries, themes and types of activity: their codes never meet."""
    models = (Country, Theme, ActivityType)
    return {code: name for model in models for code, name in model.objects.order_by().values_list("pk", "name")}


def keys(looked_up: Iterable[tuple[float, str]]) -> Keys:
    """As the index knows projects by (`duplication.matching.blocking.spelled`), under every name of what is wanted."""
    weights: Keys = {}
    for weight, parts in looked_up:
        key = hashed(parts)
        weights[key] = max(weight, weights.get(key, 0.0))
    return weights


def spelled(wanted: Subject) -> Iterator[tuple[float, str]]:
    """The rarest first: two words that stand together, then words, then words and themes by country."""
    phrases = [phrase.split() for thing in wanted.things for phrase in thing.phrases]
    phrases += [wanted.title.split()]
    for phrase in phrases:
        yield from ((0.9, f"words {one} {other}") for one, other in pairwise(stems(phrase)))
    single = list(dict.fromkeys([*(s for phrase in phrases for s in stems(phrase)), *wanted.words]))
    yield from ((0.5, f"word {word}") for word in single if word not in COMMON)
    for country in sorted(wanted.countries):
        yield from ((0.7, f"theme {country} {theme}") for theme in sorted(wanted.themes))
    for word in single:
        yield from ((0.6, f"in {country} {word}") for country in sorted(wanted.countries))


def spelled_near(wanted: Subject) -> Iterator[tuple[float, str]]:
    """Titles that name what is near, in one of the countries."""
    near = [phrase.split() for thing in sorted(wanted.near, key=lambda one: one.name) for phrase in thing.phrases]
    for word in dict.fromkeys(s for phrase in near for s in stems(phrase)):
        yield from ((0.6, f"in {country} {word}") for country in sorted(wanted.countries))


def stems(phrase: Sequence[str]) -> list[str]:
    """As the index writes them; of a word with any ending, only one as long as a stem is a whole one."""
    found = []
    for word in phrase:
        bare = word.rstrip("*")
        if word not in STOP_WORDS and (bare == word or len(bare) >= len(stem(f"{bare}xxxxxxx"))):
            found.append(stem(bare))
    return found
