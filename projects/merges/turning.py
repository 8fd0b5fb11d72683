"""What was chosen so far, when the other of the two is to stay: the same of each field, each part and each amount."""

from django.http import QueryDict

from .choosing import Merging
from .money import KEPT, OTHER, name_of_other

TURNED = {KEPT: OTHER, OTHER: KEPT}


def turned(merging: Merging) -> QueryDict:
    """As the form of the other way round sends it. Documents are those of the other one then: all are proposed."""
    data = QueryDict(mutable=True)
    for field in merging.fields:
        data[f"field-{field.name}"] = KEPT if field.takes_other else OTHER
    for part in merging.parts:
        data.setlistdefault("rows").extend(row.twin or row.key for row in part.rows if row.is_wanted)
        for question in part.questions:
            if question.is_answered:
                data[name_of_other(question)] = TURNED.get(question.answer, question.answer)
    data.setlist("documents", [str(one.pk) for one in merging.kept.documents.all()])
    return data
