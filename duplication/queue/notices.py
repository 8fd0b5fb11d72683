"""What is said after something was done with alerts: with links to them and, after a verdict, the way back."""

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from duplication.models import Alert, Verdict
from partners.requests import SignedInRequest

LINKED = 5  # alerts named in a notice


def with_links(
    request: SignedInRequest, said: str, alerts: Collection[Alert], verdicts: Iterable[Verdict] = ()
) -> SafeString:
    """`verdicts`: those just given, which their author may take back."""
    page = request.POST.get("back", "")
    shown = urlsplit(page).path
    others = [one for one in alerts if one.get_absolute_url() != shown]
    context = {"said": said, "alerts": others[:LINKED], "more": len(others) - LINKED, "back": page}
    given = [str(one.pk) for one in verdicts if one.decided_by_id == request.user.pk]
    return render_to_string("duplication/_done.html", {**context, "verdicts": given}, request)
