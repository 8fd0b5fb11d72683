"""Projects that not everybody may see who reads what is decided: in such words nothing of them is named."""

from collections.abc import Collection

from duplication.notices.alerts import may_see
from projects.models import Project
from projects.models.project import open_condition


def unshared_among(projects: Collection[int]) -> list[Project]:
    """Those of these that the partner of another of them may not see. At most three queries, however many they are."""
    few = Project.objects.filter(pk__in=projects).exclude(open_condition()).prefetch_related("shared_with")
    if not (found := list(few.order_by("pk"))):
        return []
    partners = set(Project.objects.filter(pk__in=projects).order_by().values_list("partner", flat=True))
    return [one for one in found if not all(may_see(partner, one) for partner in partners)]
