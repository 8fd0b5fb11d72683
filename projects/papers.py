"""What the page of a project or a meeting shows of its documents: how many there are, and the latest of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from partners.models import User
from projects.models import AbstractDocument

SHOWN = 12  # documents, and pictures, on the page of their holder; the rest has a page of its own
PICTURE = Q(content_type__startswith="image/")


@dataclass(frozen=True, slots=True)
class Papers:
    holder: Any
    model: type[AbstractDocument]
    documents: list[AbstractDocument]
    pictures: list[AbstractDocument]
    number_of_documents: int
    number_of_pictures: int

    @property
    def more(self) -> bool:
        return max(self.number_of_documents, self.number_of_pictures) > SHOWN


def papers_of(holder: Any, user: User) -> Papers:
    """As far as the person may see them. Three queries."""
    model = type(holder).documents.rel.related_model
    visible = model.of(holder).visible_to(user)
    numbers = visible.aggregate(documents=Count("pk", filter=~PICTURE), pictures=Count("pk", filter=PICTURE))
    return Papers(
        holder=holder,
        model=model,
        documents=list(visible.filter(~PICTURE)[:SHOWN]) if numbers["documents"] else [],
        pictures=list(visible.filter(PICTURE)[:SHOWN]) if numbers["pictures"] else [],
        number_of_documents=numbers["documents"],
        number_of_pictures=numbers["pictures"],
    )
