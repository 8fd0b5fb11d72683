"""Numbers of projects as they are compared, and those that a project has in common with one of another partner: a sign
that the two are one, and no error."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners.models import Partner, User
from partners.text import fold
from projects.models import Project, ProjectIdentifier

SHOWN = 5
SHORTEST = 6  # "12" in two registers is no coincidence worth a word


def compared(values: Iterable[str]) -> frozenset[str]:
    """Written alike: "AF / 2004-117" and "af2004117" are one."""
    written = (fold(value).replace(" ", "") for value in values if value)
    return frozenset(value for value in written if len(value) >= SHORTEST)


def shared_numbers(project: Project, user: User) -> Iterator[SafeString]:
    """Sentences on other partners' projects of the same number, as far as the person may see them."""
    said = [project.reference, *project.identifiers.values_list("value", flat=True)]
    typed = {one for number in said if (alike := compared([number])) for one in (number, *alike)}
    spelled = [spelling for one in typed for spelling in (one, one.upper(), one.lower())]
    carried = ProjectIdentifier.objects.filter(value__in=spelled).values("project")
    others = Partner.objects.exclude(pk=project.partner_id).values_list("pk", flat=True)  # the index wants them
    named = Q(partner__in=list(others), reference__in=spelled)
    found = Project.objects.visible_to(user).exclude(partner=project.partner_id).filter(named | Q(pk__in=carried))
    for other in found.select_related("partner").order_by("pk")[:SHOWN] if spelled else ():
        yield format_html(
            "<a href='{}'>{}</a> of {} has the same number. What you saved stays. Look whether the two are one.",
            other.get_absolute_url(),
            other.title,
            other.partner,
        )
