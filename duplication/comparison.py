"""Two records in, one level of agreement per field out. Each level carries the sentence a reviewer reads.

Every comparison is symmetric, and says nothing (None) when one side does not state the field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import sqrt

from rapidfuzz import fuzz

from duplication import text
from duplication.records import Activity, Record
from duplication.text import Text

WEEKS = timedelta(days=60)  # an activity longer than this is a programme, not a course that can clash
MONTH = timedelta(days=31)
YEAR = timedelta(days=366)
TRAINING = frozenset({"A01", "A02", "A03", "A04", "A11", "A12"})  # what people have to be present at
NOBODY = text.word_list("nobody.txt")


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    sentence: str


Comparison = Callable[[Record, Record], Level | None]
Levels = dict[str, Level]


def levels(**sentences: str) -> Levels:
    """Levels of one field, the strongest evidence for a match first."""
    return {name: Level(name, sentence) for name, sentence in sentences.items()}


TITLE = levels(
    same="The titles are the same.",
    very_similar="The titles are nearly the same.",
    similar="The titles use similar words.",
    related="The titles share some words.",
    loose="The titles share few words.",
    different="The titles are worded differently.",
)
TITLE_STEPS = ((0.92, "very_similar"), (0.78, "similar"), (0.62, "related"), (0.48, "loose"))


def title(first: Record, second: Record) -> Level | None:
    if not first.title or not second.title:
        return None
    if first.title.folded == second.title.folded:
        return TITLE["same"]
    likeness = (
        fuzz.token_set_ratio(first.title.folded, second.title.folded)
        + fuzz.token_sort_ratio(first.title.folded, second.title.folded)
    ) / 200
    return step(likeness, TITLE, TITLE_STEPS, first, second)


DESCRIPTION = levels(
    same="The descriptions are the same.",
    very_similar="The descriptions are nearly the same.",
    similar="The descriptions use similar words.",
    related="The descriptions share some words.",
    loose="The descriptions share few words.",
    different="The descriptions are worded differently.",
)
DESCRIPTION_STEPS = ((0.85, "very_similar"), (0.6, "similar"), (0.4, "related"), (0.22, "loose"))


def description(first: Record, second: Record) -> Level | None:
    if not first.description.words or not second.description.words:
        return None
    if first.description.words == second.description.words:
        return DESCRIPTION["same"]
    return step(shared_share(first.description, second.description), DESCRIPTION, DESCRIPTION_STEPS, first, second)


CROSSWISE = levels(
    all="One title is contained in the other description.",
    most="Most words of one title are in the other description.",
    some="Some words of one title are in the other description.",
    none="Hardly a word of either title is in the other description.",
)
CROSSWISE_STEPS = ((0.99, "all"), (0.65, "most"), (0.3, "some"))


def title_in_description(first: Record, second: Record) -> Level | None:
    """Partners often put into the description what another calls the title."""
    found = [
        weigh(title.words & other.words, title.rare) / weigh(title.words, title.rare)
        for title, other in ((first.title, second.description), (second.title, first.description))
        if title.words and other.words
    ]
    return step(max(found), CROSSWISE, CROSSWISE_STEPS, first, second) if found else None


RARE = levels(
    many="Many unusual words or names are in both texts.",
    several="Several unusual words or names are in both texts.",
    few="A few unusual words or names are in both texts.",
    one="One unusual word or name is in both texts.",
    none="No unusual word or name is in both texts.",
)
RARE_STEPS = ((8, "many"), (4, "several"), (2, "few"), (1, "one"))


def rare_words(first: Record, second: Record) -> Level | None:
    ours, theirs = first.title.rare | first.description.rare, second.title.rare | second.description.rare
    return step(len(ours & theirs), RARE, RARE_STEPS, first, second) if ours and theirs else None


NUMBERS = levels(
    same="Both titles name the same phase, number or year.",
    different="The titles name different phases, numbers or years.",
)


def numbers(first: Record, second: Record) -> Level | None:
    """Phases, other numbers and years of the titles; one difference outweighs what agrees."""
    pairs = [(read(first.title.folded), read(second.title.folded)) for read in (text.phases, text.numbers, text.years)]
    stated = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    if not stated:
        return None
    return NUMBERS["same" if all(ours == theirs for ours, theirs in stated) else "different"]


COUNTRY = levels(
    same="They work in the same country.",
    overlap="They have some countries in common.",
    different="They work in different countries.",
)


def country(first: Record, second: Record) -> Level | None:
    if not first.countries or not second.countries:
        return None
    if first.countries == second.countries:
        return COUNTRY["same"]
    return COUNTRY["overlap" if first.countries & second.countries else "different"]


PLACE = levels(shared="They work at the same place.", different="They work at different places.")


def place(first: Record, second: Record) -> Level | None:
    return shared(first.sites, second.sites, PLACE)


THEME = levels(
    same="They have the same theme.",
    related="Their themes are related.",
    different="Their themes differ.",
)


def theme(first: Record, second: Record) -> Level | None:
    """By themes where both state them, else by purpose codes; a whole theme or sector is written shorter."""
    if first.themes and second.themes:
        return hierarchy(first.themes, second.themes, lambda code: code.split(".")[0])
    return hierarchy(first.purposes, second.purposes, lambda code: code[:3])


def hierarchy(ours: frozenset[str], theirs: frozenset[str], parent: Callable[[str], str]) -> Level | None:
    if not ours or not theirs:
        return None
    if ours & theirs:
        return THEME["same"]
    return THEME["related" if {parent(c) for c in ours} & {parent(c) for c in theirs} else "different"]


ACTIVITY = levels(
    same_receiver="The same kind of activity for the same body or at the same place.",
    same_type="They have a kind of activity in common.",
    different="Their kinds of activity differ.",
)


def activity(first: Record, second: Record) -> Level | None:
    if not first.activities or not second.activities:
        return None
    if not first.activity_types & second.activity_types:
        return ACTIVITY["different"]
    alike = [(a, b) for a in first.activities for b in second.activities if a.type == b.type]
    same = any(at_one(a, b) for a, b in alike) or (
        bool(first.receivers & second.receivers) and any(None in (a.beneficiary, b.beneficiary) for a, b in alike)
    )
    return ACTIVITY["same_receiver" if same else "same_type"]


BENEFICIARY = levels(shared="They help the same body.", different="They help different bodies.")


def beneficiary(first: Record, second: Record) -> Level | None:
    return shared(first.receivers, second.receivers, BENEFICIARY)


TIMING = levels(clash="The same people or unit are asked for in the same weeks.")


def timing(first: Record, second: Record) -> Level | None:
    """Speaks only when it finds a clash: most activities have no dates."""
    return TIMING["clash"] if any(clash(a, b) for a in first.activities for b in second.activities) else None


def clash(one: Activity, other: Activity) -> bool:
    if one.beneficiary is None or one.beneficiary != other.beneficiary or not {one.type, other.type} <= TRAINING:
        return False
    if not (one.start and one.end and other.start and other.end):
        return False
    brief = max(one.end - one.start, other.end - other.start) <= WEEKS
    return brief and one.start <= other.end and other.start <= one.end


IMPLEMENTER = levels(
    same="The same body carries them out.",
    similar="Bodies with similar names carry them out.",
    different="Different bodies carry them out.",
)


def implementer(first: Record, second: Record) -> Level | None:
    ours, theirs = named(first.implementers), named(second.implementers)
    if not ours or not theirs:
        return None
    if ours & theirs:
        return IMPLEMENTER["same"]
    best = max(fuzz.token_set_ratio(one, other) for one in ours for other in theirs)
    return IMPLEMENTER["similar" if best >= 85 else "different"]


PERIOD = levels(
    same="Their periods are the same.",
    overlap="Their periods overlap for the most part.",
    touch="Their periods overlap a little.",
    follow="One follows the other.",
    apart="Years lie between them.",
)


def period(first: Record, second: Record) -> Level | None:
    start, end = span(first)
    other_start, other_end = span(second)
    if start is None or end is None or other_start is None or other_end is None:
        return None
    together = min(end, other_end) - max(start, other_start)
    if together < timedelta(0):
        return PERIOD["follow" if -together <= YEAR else "apart"]
    if abs(start - other_start) <= MONTH and abs(end - other_end) <= MONTH:
        return PERIOD["same"]
    shorter = min(end - start, other_end - other_start)
    return PERIOD["overlap" if together >= shorter / 2 and together >= MONTH else "touch"]


START = levels(
    same="They start on the same day.",
    near="They start within three months.",
    year="They start within a year.",
    different="They start more than a year apart.",
)


def start(first: Record, second: Record) -> Level | None:
    if first.start is None or second.start is None:
        return None
    gap = abs((first.start - second.start).days)
    return START["same" if gap == 0 else "near" if gap <= 92 else "year" if gap <= 366 else "different"]


AMOUNT = levels(
    equal="Their budgets are equal.",
    close="Their budgets are nearly equal.",
    near="Their budgets are of similar size.",
    double="One budget is up to three times the other.",
    different="Their budgets differ widely.",
)
AMOUNT_STEPS = ((0.999, "equal"), (0.97, "close"), (0.8, "near"), (0.33, "double"))


def amount(first: Record, second: Record) -> Level | None:
    if not first.amount or not second.amount or min(first.amount, second.amount) <= 0:
        return None
    ratio = min(first.amount, second.amount) / max(first.amount, second.amount)
    return step(ratio, AMOUNT, AMOUNT_STEPS)


IDENTIFIER = levels(same="They carry the same number in another register.")


def identifier(first: Record, second: Record) -> Level | None:
    """Different numbers say nothing: every register numbers anew."""
    return IDENTIFIER["same"] if first.identifiers & second.identifiers else None


FIELDS: dict[str, tuple[Comparison, Levels]] = {
    "identifier": (identifier, IDENTIFIER),
    "title": (title, TITLE),
    "description": (description, DESCRIPTION),
    "title_in_description": (title_in_description, CROSSWISE),
    "rare_words": (rare_words, RARE),
    "numbers": (numbers, NUMBERS),
    "country": (country, COUNTRY),
    "place": (place, PLACE),
    "theme": (theme, THEME),
    "activity": (activity, ACTIVITY),
    "beneficiary": (beneficiary, BENEFICIARY),
    "timing": (timing, TIMING),
    "implementer": (implementer, IMPLEMENTER),
    "period": (period, PERIOD),
    "start": (start, START),
    "amount": (amount, AMOUNT),
}


def compare(first: Record, second: Record) -> Levels:
    """The level of every field both records state."""
    found = {field: comparison(first, second) for field, (comparison, _) in FIELDS.items()}
    return {field: level for field, level in found.items() if level is not None}


def step(value: float, levels: Levels, steps: tuple[tuple[float, str], ...], *speakers: Record) -> Level | None:
    """The first level whose bound the value reaches, else the last one.

    Texts in two languages that share nothing say nothing: no level then.
    """
    for bound, name in steps:
        if value >= bound:
            return levels[name]
    if len({record.language for record in speakers} - {""}) > 1:
        return None
    return next(reversed(levels.values()))


def shared(ours: frozenset[int], theirs: frozenset[int], levels: Levels) -> Level | None:
    if not ours or not theirs:
        return None
    return levels["shared" if ours & theirs else "different"]


def weigh(words: frozenset[str], rare: frozenset[str]) -> float:
    """A common word counts a third of an unusual one."""
    return (len(words) + 2 * len(words & rare)) / 3


def shared_share(ours: Text, theirs: Text) -> float:
    """Weighted words in common, between the share of both (cosine) and the share of the shorter one."""
    common = weigh(ours.words & theirs.words, ours.rare)
    one, other = weigh(ours.words, ours.rare), weigh(theirs.words, theirs.rare)
    shorter = min(one, other)
    contained = common / shorter if shorter >= 3 else 0.0
    return max(common / sqrt(one * other), 0.8 * contained)


def at_one(a: Activity, b: Activity) -> bool:
    same_body = a.beneficiary is not None and a.beneficiary == b.beneficiary
    return same_body or (a.place is not None and a.place == b.place)


@lru_cache(maxsize=20_000)
def names_somebody(name: str) -> bool:
    return not NOBODY.issuperset(name.split())


def named(implementers: frozenset[str]) -> set[str]:
    return {name for name in implementers if names_somebody(name)}


def span(record: Record) -> tuple[date | None, date | None]:
    """The period of the project; a missing end is taken as a year after the start."""
    if record.start and not record.end:
        return record.start, record.start + YEAR
    return record.start, record.end
