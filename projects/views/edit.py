"""Where a project is entered and changed: the first page, the sections, what they lack, and copies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, back, posted_from
from partners.text import plural
from projects import kept
from projects.completeness import completeness
from projects.contradictions import contradictions
from projects.copying import copied
from projects.deleted import deleted_drafts
from projects.drafts import draft_of, missing_for_publication
from projects.forms import once
from projects.forms.sections import FIRST, LATER, SECTIONS
from projects.models import KeptForm, Project
from projects.models.kept import form_address
from projects.models.merge import kept_of
from projects.views.detail import editable_or_denied, hold, leads_on
from projects.views.filling import answered, source_of
from projects.views.overtaken import overtaken

NOTHING_NAMED = "Nothing was thrown away: none was ticked, or they were saved or thrown away before."


def project_create(request: SignedInRequest) -> HttpResponse:
    if not request.user.writes_for:
        raise PermissionDenied
    return answered(request, Project(), FIRST)


@require_safe
@leads_on
def project_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """All sections, what each lacks, and the way to publication."""
    project = editable_or_denied(request, pk)
    figure = completeness(draft_of(project))
    context = {
        "project": project,
        "figure": figure,
        "form_sections": [
            (section, [one for one in figure.missing if one.section == section.name]) for section in LATER
        ],
        "first": FIRST,
        "begun": kept.begun(request.user, project),
        "source": source_of(request.user, project),
        "unpublishable": missing_for_publication(project),
        "contradictions": list(contradictions(project)),
    }
    return render(request, "projects/project_edit.html", context)


def project_section(request: SignedInRequest, pk: int, section: str) -> HttpResponse:
    if request.method == "POST":  # two people saving at once: the second waits, then sees what the first changed
        hold(pk)
    if (left := kept.orphaned(request.user, pk, request.POST)) and request.user.writes_for:
        context = {"left": left, "deletion": deleted_drafts(request.user).filter(pgh_obj_id=pk).first()}
        return render(request, "projects/project_gone.html", context, status=410)
    merged = Project.objects.readable_by(request.user).filter(pk=pk, merged_into__isnull=False)
    closed = merged.filter(partner__in=request.user.writes_for).first()
    if closed and (stays := kept_of([pk]).get(pk)):  # the merge may have been undone between the two
        return overtaken(request, closed, stays, section)
    project = editable_or_denied(request, pk)
    if section not in SECTIONS:
        raise Http404("There is no such section.")
    return answered(request, project, SECTIONS[section])


@posted_from("projects:detail")
@leads_on
def project_copy(request: SignedInRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not request.user.writes_for:
        raise PermissionDenied
    copy = copied(source, request.user)
    text = "This draft is a copy of <a href='{}'>{}</a>. Change what differs; nobody else sees it yet."
    messages.success(request, format_html(text, source.get_absolute_url(), source.title))
    return redirect("projects:section", copy.pk, FIRST.name)


# -- Forms not yet saved -----------------------------------------------------------------------------------------------
@posted_from("home")
def keep(request: SignedInRequest) -> JsonResponse:
    """Takes in what is being typed. Says where to go when this very form has been saved already."""
    form = kept.form_in(request.POST)
    if (made := once.earlier(request.user, request.POST)) and made.identical:
        return JsonResponse({"saved": (form and form.page) or reverse("projects:edit", args=[made.made])})
    if form and form.user_id == request.user.pk and kept.is_orphaned(form):
        return JsonResponse({"deleted": True})
    if form is None or not kept.keep(form, request.POST):
        return JsonResponse({"error": "This is no form of ours, too old, too large, or no longer yours."}, status=400)
    return JsonResponse({"kept": form.address_kept if form.user_id == request.user.pk else ""})


@require_safe
def unsaved(request: SignedInRequest) -> HttpResponse:
    forms = list(KeptForm.objects.visible_to(request.user))
    listed, looked = kept.folded(forms)
    return render(request, "projects/unsaved.html", {"total": len(forms), "forms": listed, "looked": looked})


@posted_from("home", of="")
def throw_away(request: SignedInRequest, token: str) -> HttpResponse:
    """Of two presses, in two windows say, the second finds nothing any more."""
    if not KeptForm.objects.filter(pk=token).exists():
        messages.info(request, "It is not there any more: it was thrown away or saved before.")
        return back(request, reverse("home"))
    form = get_object_or_404(KeptForm.objects.visible_to(request.user), pk=token)
    form.delete()
    messages.success(request, "Thrown away.")
    return back(request, form.page or form_address(form.project_id, form.section))


def throw_away_all(request: SignedInRequest) -> HttpResponse:
    """All that the page names; what has been kept since then stays."""
    own, of = KeptForm.objects.visible_to(request.user), request.GET.get("of")
    forms = list(own.begun_of(None) if of else own)
    if of == "looked":
        forms = [one for one in forms if kept.only_looks(one)]
    if request.method == "POST":
        thrown, _ = own.filter(pk__in=[one.pk for one in forms if str(one.pk) in request.POST.getlist("one")]).delete()
        if thrown:
            messages.success(request, f"{plural(thrown, 'unsaved form')} thrown away.")
        else:
            messages.info(request, NOTHING_NAMED)
        return redirect("projects:unsaved")
    if not forms:
        messages.info(request, "Nothing is left to be thrown away: it was saved or thrown away before.")
        return redirect("projects:unsaved")
    return render(request, "projects/unsaved_throw_away.html", {"forms": forms})
