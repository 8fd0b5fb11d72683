"""Numbers of projects as they are compared, and those that a project has in common with one of another partner: a sign
that the two are one, and no error."""

from collections.abc import Iterable, Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners.models import User
from partners.text import fold
from projects.models import Project, ProjectIdentifier
from projects.models.written import Written

SHOWN = 5
SHORTEST = 6  # "12" in two registers is no coincidence worth a word


def compared(values: Iterable[str]) -> frozenset[str]:
    """Written alike: "AF / 2004-117" and "af2004117" are one."""
    written = (fold(value).replace(" ", "") for value in values if value)
    return frozenset(value for value in written if len(value) >= SHORTEST)


def shared_numbers(project: Project, user: User) -> Iterator[SafeString]:
    """Sentences on other partners' projects of the same number, as far as the person may see them."""
    said = compared([project.reference, *project.identifiers.values_list("value", flat=True)])
    if not said:
        return
    carry = ProjectIdentifier.objects.alias(written=Written("value")).filter(written__in=said)
    named = Project.objects.alias(written=Written("reference")).filter(written__in=said)
    same = carry.order_by().values("project").union(named.order_by().values("pk"))  # by an index each
    found = Project.objects.visible_to(user).exclude(partner=project.partner_id).filter(pk__in=same)
    for other in found.select_related("partner").order_by("pk")[:SHOWN]:
        yield format_html(
            "<a href='{}'>{}</a> of {} has the same number. What you saved stays. Look whether the two are one.",
            other.get_absolute_url(),
            other.title,
            other.partner,
        )
