"""Reports shown elsewhere, to whoever has the address: what everybody who may sign in sees at that time."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from functools import wraps

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from partners.addresses import absolute
from partners.models.user import anybody
from partners.notifications import notify
from partners.requests import SignedInRequest, coordinator_or_denied, posted_from
from projects.analysis import notes
from projects.analysis.plain import unlinked, unnamed
from projects.filters import CountedFilter, all_stored
from projects.forms.embeds import EmbedForm, names_projects
from projects.models import Embed, Report
from projects.models.report import hashed
from projects.reading import read
from projects.responses import refused
from projects.views.analysis import picture_of
from projects.views.reports import in_words

KEPT = 60  # seconds
PER_PAGE = 50
SHOWN = {
    "projects:embedded_png": "Picture (PNG)",
    "projects:embedded_svg": "Picture (SVG)",
    "projects:embedded_table": "Table, for a frame",
}


# -- The owner's page --------------------------------------------------------------------------------------------------
def embeds(request: SignedInRequest, pk: int) -> HttpResponse:
    """The addresses made so far; a new one is shown here once, as only a hash of its key is kept."""
    report = get_object_or_404(Report.objects.editable_by(request.user), pk=pk)
    form, made = EmbedForm(request.POST or None, report=report), {}

    if request.method == "POST" and form.is_valid():
        expires = timezone.now() + timedelta(days=form.cleaned_data["days"])
        new = {"report": report, "expires_at": expires}
        embed, _ = Embed.objects.get_or_create(key_hash=hashed(form.key), defaults=new)
        if embed.revoked_at is None:
            made = {label: absolute(reverse(name, args=[form.key])) for name, label in SHOWN.items()}
        form = EmbedForm(report=report)

    embeds = report.embeds.filter(revoked_at__isnull=True)
    context = {"report": report, "form": form, "made": made, "embeds": embeds, "now": timezone.now()}
    response = render(request, "projects/reports/embeds.html", context)
    if made:
        response["Cache-Control"] = "no-store"
    return response


@require_safe
def every_embed(request: SignedInRequest) -> HttpResponse:
    """All addresses that show something now, for those who may take any back."""
    coordinator_or_denied(request)
    working = Embed.objects.working().select_related("report__owner__partner")
    page = Paginator(working, PER_PAGE).get_page(request.GET.get("page"))
    questions = all_stored([embed.report.query for embed in page], anybody(), CountedFilter)
    rows = [(embed, in_words(narrowed)) for embed, narrowed in zip(page, questions, strict=True)]
    return render(request, "projects/reports/every_embed.html", {"page": page, "rows": rows})


@posted_from("projects:reports", of="")
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    editable = Embed.objects.editable_by(request.user).select_related("report__owner")
    embed = get_object_or_404(editable, pk=pk)
    report, is_own = embed.report, embed.report.owner_id == request.user.pk
    if Embed.objects.filter(pk=pk, revoked_at__isnull=True).update(revoked_at=timezone.now()) and not is_own:
        subject = f"An address of your report “{report}” was taken back"
        text = f"{request.user.title} took it back, so it shows nothing any more."
        url = reverse("projects:report_embeds", args=[report.pk])
        notify([report.owner], kind="account", key=f"embed-{pk}", subject=subject, text=text, url=url)
    messages.success(request, "The address shows nothing any more.")
    return redirect("projects:report_embeds", pk=report.pk) if is_own else redirect("projects:embeds")


# -- What is shown elsewhere -------------------------------------------------------------------------------------------
def kept_a_while(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Anybody may ask, as often as they like: the register is asked once a minute for each address and kind."""

    @wraps(view)
    def answer(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
        embed = shown(key)
        name = f"embedded:{embed.pk}:{kind}"
        response = cache.get(name)
        if response is None:
            whole = copy(request)
            whole.META = {name: value for name, value in request.META.items() if not name.startswith("HTTP_IF_")}
            response = view(whole, embed.report, kind)
            if response.status_code < 500:  # else it is to be asked again
                cache.set(name, response, KEPT)
        return get_conditional_response(request, etag=response.get("ETag"), response=response) or response

    return answer


@require_safe
@login_not_required
@kept_a_while
def embedded_picture(request: HttpRequest, report: Report, kind: str) -> HttpResponseBase:
    if names_projects(report):
        return refused(["A time line names projects, which is for those who may sign in."])
    return picture_of(request, QueryDict(report.query), anybody(), kind, is_elsewhere=True)


@require_safe
@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@kept_a_while
def embedded_table(request: HttpRequest, report: Report, kind: str) -> HttpResponse:
    """A page of its own without any link into the site, to be shown in a frame."""
    with read(QueryDict(report.query), anybody()) as found:
        if found.problems:
            return refused(found.problems)
        notes_read = unnamed(notes(found.table, found.narrowed))
    context = {"report": report, "table": unlinked(found.table), "notes": notes_read}
    return render(request, "projects/reports/embedded.html", context)


def shown(key: str) -> Embed:
    embed = Embed.objects.working().of_key(key).select_related("report").first()
    if embed is None:
        raise Http404
    return embed
