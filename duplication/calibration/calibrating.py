"""From judged pairs to a proposed table: the fit, the honest figures, and the row that waits to be accepted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from duplication.matching.scoring import Calibration, shipped
from duplication.models import Calibration as StoredCalibration
from duplication.sweep import Progress

from .examples import Labelled, halves, weighted
from .fitting import FIRMNESS, Names, Table, fit
from .precision import figures

LITTLE = 0.05  # a difference of weights not worth a line
FEWEST = 20  # positive and distinct pairs each: fewer say nothing
LONGEST_NAME: int = StoredCalibration._meta.get_field("name").max_length  # type: ignore[assignment]


class NothingDiffers(ValueError):
    """What was fitted is what is in use: there is nothing to propose."""


@dataclass(frozen=True, slots=True)
class Proposal:
    pairs: int
    used: Calibration
    new: Calibration
    told: Mapping[str, float]  # figures of the table in use
    held_out: Mapping[str, float]  # figures of tables fitted to the other half

    def differences(self) -> Iterator[tuple[str, str, float, float]]:
        for field, weights in self.new.weights.items():
            for level, weight in weights.items():
                yield field, level, self.used.weights[field][level], weight

    def figures(self) -> Iterator[tuple[str, float, float]]:
        return ((name, self.told[name], value) for name, value in self.held_out.items())


def propose(
    pairs: Sequence[Labelled], prior: Calibration, used: Calibration, bar: Progress, held: float = FIRMNESS
) -> Proposal:
    for wanted, what in ((True, "duplicates or overlaps"), (False, "distinct pairs")):
        if (count := sum(pair.is_positive is wanted and not pair.is_met for pair in pairs)) < FEWEST:
            raise ValueError(f"Of {what} there are {count}; a table needs {FEWEST} or more.")
    bar("Fitting", 0, 3)
    held_out = crosswise(pairs, prior, bar, held)
    fitted = rounded(fit(list(weighted(pairs)), prior.weights, held))
    new = Calibration(prior.priors, prior.thresholds, fitted)
    told = figures(pairs, [total(pair.levels, used.weights) for pair in pairs])
    judged = sum(not pair.is_met for pair in pairs)
    return Proposal(judged, used, new, told, figures(pairs, held_out))


def begun_with(used: Calibration) -> Calibration:
    """The prior of a fit: the weights of this release, and not those in use, which may have been fitted to the same
    verdicts before. Where sums begin and where alerts do stays.
    """
    return Calibration(used.priors, used.thresholds, Calibration.of(shipped()).weights)


def crosswise(pairs: Sequence[Labelled], prior: Calibration, bar: Progress, held: float = FIRMNESS) -> list[float]:
    """The weight of every pair by the table fitted to the half in which it is not."""
    in_second, scores = halves(pairs), [0.0] * len(pairs)
    for done, half in enumerate((False, True), start=1):
        seen = [pair for pair, second in zip(pairs, in_second, strict=True) if second is half]
        table = fit(list(weighted(seen)), prior.weights, held)
        for place, pair in enumerate(pairs):
            if in_second[place] is not half:
                scores[place] = total(pair.levels, table)
        bar("Fitting", done, 3)
    return scores


def total(names: Names, table: Table) -> float:
    return sum(table[field][name] for field, name in names.items())


def rounded(table: Table) -> dict[str, dict[str, float]]:
    return {field: {name: round(weight, 2) for name, weight in weights.items()} for field, weights in table.items()}


def store(proposal: Proposal, name: str, prior: str) -> StoredCalibration:
    """As proposed: not in use until somebody accepts it. Raises ValueError where no weight would be another."""
    if all(abs(new - old) < LITTLE for _, _, old, new in proposal.differences()):
        raise NothingDiffers(f"None of the weights that come out differs from the one in use by {LITTLE} or more.")
    name = name or f"Fitted {date_format(timezone.localtime(), 'j F Y, H:i')}"
    check_name(name)
    precision = ", ".join(f"{what} {value:.3f}" for what, _, value in proposal.figures())
    table = {"priors": proposal.new.priors, "thresholds": proposal.new.thresholds, "weights": proposal.new.weights}
    return StoredCalibration.objects.create(
        name=name,
        table={part: dict(values) for part, values in table.items()}
        | {"evaluation": {"pairs": proposal.pairs, "figures": [list(figure) for figure in proposal.figures()]}},
        notes=f"Fitted to {proposal.pairs} judged pairs, beginning with {prior}. "
        f"Average precision on the half that a fit has not seen: {precision}.",
    )


def check_name(name: str) -> None:
    """Raises ValueError where no new table can be called so."""
    if len(name) > LONGEST_NAME:
        raise ValueError(f"A name of {len(name)} letters is too long for a table: {LONGEST_NAME} at most.")
    if StoredCalibration.objects.filter(name=name).exists():
        raise ValueError(f"There is a table named {name} already.")
