"""Why two projects were merged: the verdict on their alert, for the mails of that and of its undoing to those who speak
for their partners.
"""

from django.db.models import Q

from duplication.models import Verdict
from duplication.notices.words import quoted
from duplication.presentation.statements import in_full
from duplication.review.material import changed_since
from partners.notifications import about
from projects.merges.why import Why
from projects.models import ProjectMerge


def why_merged(merge: ProjectMerge) -> Why:
    """Whoever speaks for one of the two hears what is said in their alert."""
    pair = {"alert__first": merge.kept_id, "alert__second": merge.closed_id}
    other_way = {"alert__first": merge.closed_id, "alert__second": merge.kept_id}
    standing = Verdict.objects.standing().filter(Q(**pair) | Q(**other_way), outcome=Verdict.Outcome.MERGED)
    verdict = standing.select_related("alert", "decided_by").first()
    if verdict is None:
        return Why()
    by = f"by {verdict.decided_by}" if verdict.decided_by else "as it follows from other alerts"
    words = f" “{quoted(verdict.text)}”" if verdict.text else ""
    said = f"alert {verdict.alert_id} was decided {by} on {in_full(verdict.created_at)}: {verdict}.{words}"
    link = {"text": f"Alert {verdict.alert_id}: what was said and decided", "url": verdict.alert.get_absolute_url()}
    given = [*about("alert", verdict.alert_id), *about("verdict", verdict.pk)]
    has_fallen = merge.closed.merged_into_id is None and bool(changed_since([verdict])[verdict.pk])
    return Why(said, has_fallen, given, [{"title": "What was decided of the two", "rows": [link]}])
