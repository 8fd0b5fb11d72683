"""What was chosen so far, when the other of the two is to stay: the same of each field, each part and each amount."""

from django.http import QueryDict

from .choosing import Merging, RowChoice
from .money import KEPT, OTHER

TURNED = {KEPT: OTHER, OTHER: KEPT}


def turned(merging: Merging, proposed: Merging) -> QueryDict:
    """As the form of the other way round sends it, which asks what `proposed` does. Its documents are all proposed.

    Which amounts are near may differ then: an answer goes to the question of the very same amounts alone. Of amounts of
    which nobody has said whether they are the same, what `proposed` does.
    """
    asked = [question for part in proposed.parts for question in part.questions]
    usual = {row.key for part in proposed.parts for row in part.rows if row.is_wanted}
    unsaid = {row.key for part in merging.parts for row in part.unsaid}
    names = {amounts(question.theirs, question.ours): question.name for question in asked}
    data = QueryDict(mutable=True)
    for field in merging.fields:
        data[f"field-{field.name}"] = KEPT if field.takes_other else OTHER
    for part in merging.parts:
        wanted = (row for row in part.rows if (row.key in usual if row.key in unsaid else row.is_wanted))
        data.setlistdefault("rows").extend(row.twin or row.key for row in wanted)
        for question in part.questions:
            name = names.get(amounts(question.ours, question.theirs))
            if name and question.is_answered:
                data[name] = TURNED.get(question.answer, question.answer)
    data.setlist("documents", [str(one.pk) for one in merging.kept.documents.all()])
    return data


def amounts(ours: list[RowChoice], theirs: list[RowChoice]) -> tuple[frozenset[str], ...]:
    return frozenset(row.key for row in ours), frozenset(row.key for row in theirs)
