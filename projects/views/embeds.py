"""Reports shown elsewhere, to whoever has the address: what everybody who may sign in sees at that time."""

from datetime import timedelta

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from partners.models.user import anybody
from partners.requests import SignedInRequest, posted_from
from projects.analysis import answer, asked, notes
from projects.analysis.past import past_of
from projects.analysis.plain import unlinked, unnamed
from projects.filters import ProjectFilter
from projects.forms.embeds import EmbedForm, names_projects
from projects.models import Embed, Report
from projects.models.report import hashed, new_key
from projects.views.analysis import picture_of, refused


# -- The owner's page --------------------------------------------------------------------------------------------------
def embeds(request: SignedInRequest, pk: int) -> HttpResponse:
    """The addresses made so far; a new one is shown here once, as only a hash of its key is kept."""
    report = get_object_or_404(Report.objects.editable_by(request.user), pk=pk)
    form, key = EmbedForm(request.POST or None, report=report), ""

    if request.method == "POST" and form.is_valid():
        key = new_key()
        expires = timezone.now() + timedelta(days=form.cleaned_data["days"])
        Embed.objects.create(report=report, key_hash=hashed(key), expires_at=expires)
        form = EmbedForm(report=report)

    context = {"report": report, "form": form, "key": key, "embeds": report.embeds.filter(revoked_at__isnull=True)}
    response = render(request, "projects/reports/embeds.html", context | {"now": timezone.now()})
    if key:
        response["Cache-Control"] = "no-store"
    return response


@posted_from("projects:reports", of="")
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    embed = get_object_or_404(Embed, pk=pk, report__in=Report.objects.editable_by(request.user))
    Embed.objects.filter(pk=pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    messages.success(request, "The address shows nothing any more.")
    return redirect("projects:report_embeds", pk=embed.report_id)


# -- What is shown elsewhere -------------------------------------------------------------------------------------------
@require_safe
@login_not_required
def embedded_picture(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    report = shown(key).report
    if names_projects(report):
        return refused(["A time line names projects, which is for those who may sign in."])
    return picture_of(request, QueryDict(report.query), anybody(), kind, is_elsewhere=True)


@require_safe
@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def embedded_table(request: HttpRequest, key: str) -> HttpResponse:
    """A page of its own without any link into the site, to be shown in a frame."""
    report = shown(key).report
    past = past_of(QueryDict(report.query))
    question, _, _ = asked(past.query)
    everybody = anybody()
    with past.seen_by(everybody):
        narrowed = ProjectFilter(past.query, user=everybody)
        table = answer(question, narrowed)
        context = {"report": report, "table": unlinked(table), "notes": unnamed(notes(table, narrowed))}
    return render(request, "projects/reports/embedded.html", context)


def shown(key: str) -> Embed:
    embed = Embed.objects.working().of_key(key).select_related("report").first()
    if embed is None:
        raise Http404
    return embed
