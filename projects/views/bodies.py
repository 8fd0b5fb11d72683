"""Bodies that carry projects out or receive them: the list, a page for each, and two entered twice made one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners import doubles, merging
from partners.models import Merge, NotTheSame, Organization
from partners.narrowing import as_left_out, wrong_in
from partners.requests import SignedInRequest, coordinator_or_denied, posted_from
from partners.text import row_id
from projects import bodies, kept
from projects.forms.bodies import BodyFilterForm, BodyForm
from projects.models import Participation, Project
from projects.typed import done

PER_PAGE, NEWEST, CANDIDATES = 50, 25, 20
WORDS = {  # how the rows that move are called on the page
    "projects.Participation.organization": "parts in projects",
    "projects.Activity.beneficiary": "activities for its benefit",
    "partners.OrganizationAlias.organization": "other names",
    "partners.OrganizationIdentifier.organization": "numbers in other registers",
    "partners.Merge.kept": "earlier merges",
}


@require_safe
def body_list(request: SignedInRequest) -> HttpResponse:
    form = BodyFilterForm(request.GET)
    found = narrowed(form)
    page = Paginator(found.select_related("country").prefetch_related("aliases"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "problems": as_left_out(wrong_in(form)),
        "page": page,
        "counts": bodies.visible_counts(page.object_list, request.user),
        "may_edit": request.user.sees_everything,
    }
    return render(request, "projects/body_list.html", context)


def narrowed(form: BodyFilterForm) -> QuerySet[Organization]:
    """What is wrong in the query string narrows nothing."""
    form.is_valid()
    said = form.cleaned_data
    found = Organization.objects.order_by("name", "pk")
    if said.get("q"):
        found = found.matching(said["q"])
    if said.get("kind"):
        found = found.filter(kind=said["kind"])
    if said.get("country"):
        found = found.filter(country=None if said["country"] == "none" else said["country"])
    return found


@require_safe
def body_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """An address of a body that was merged leads to the one it is now."""
    body = Organization.objects.select_related("country").filter(pk=pk).first()
    if body is None and (survivor := merging.survivor_of(pk)):
        return redirect(survivor)
    body = body or get_object_or_404(Organization, pk=pk)
    mine = bodies.projects_of(body, request.user)
    parts = Participation.objects.filter(organization=body, project__in=mine).values_list("project_id", "role")
    roles: dict[int, list[str]] = {}
    for pk_of_project, role in parts.order_by("role"):
        roles.setdefault(pk_of_project, []).append(Participation.Role(role).label)
    shown = list(mine.select_related("partner").prefetch_related("countries").recently_changed()[:NEWEST])
    for project in shown:
        project.parts = ", ".join(roles.get(project.pk, ["Beneficiary of an activity"]))  # type: ignore[attr-defined]
    context = {
        "body": body,
        "aliases": body.aliases.all(),
        "identifiers": body.identifiers.all(),
        "projects": shown,
        "count": mine.count(),
        "may_edit": request.user.sees_everything,
        "merges": body.merges.select_related("merged_by", "undone_by") if request.user.sees_everything else [],
    }
    return render(request, "projects/body_detail.html", context)


def body_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(Organization, pk=pk)
    coordinator_or_denied(request)
    name = str(body)
    form = BodyForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        form.save()
        done(request, pk)
        messages.success(request, "Saved.")
        return redirect(body)
    kept.on_pages(request, request.user, {request.path: ("organization", form)})
    return render(request, "projects/body_form.html", {"form": form, "pk": pk, "name": name})


# -- Two that are one --------------------------------------------------------------------------------------------------
@require_safe
def near_pairs(request: SignedInRequest) -> HttpResponse:
    user = coordinator_or_denied(request)
    found = doubles.pairs()
    ids = {pk for first, second, _ in found for pk in (first, second)}
    known = Organization.objects.select_related("country").prefetch_related("aliases").in_bulk(ids)
    counts = bodies.visible_counts(known.values(), user)
    pairs = [(known[first], known[second], why) for first, second, why in found]
    return render(request, "projects/body_pairs.html", {"pairs": pairs, "counts": counts, "most": doubles.SHOWN})


@posted_from("organizations:pairs", of="")
def not_the_same(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    user = coordinator_or_denied(request)
    first, second = (get_object_or_404(Organization, pk=one) for one in sorted((pk, other)))
    if first != second:
        NotTheSame.objects.get_or_create(first=first, second=second, defaults={"said_by": user})
    messages.success(request, f"{first} and {second} are two. They are not proposed again.")
    return redirect("organizations:pairs")


def merge_bodies(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the other one, see what each has and what falls away, say which stays."""
    body = Organization.objects.select_related("country").filter(pk=pk).first()
    if body is None and (survivor := merging.survivor_of(pk)):
        messages.warning(request, f"It was merged into {survivor} meanwhile.")
        return redirect(survivor)
    body = body or get_object_or_404(Organization, pk=pk)
    user = coordinator_or_denied(request)
    number = row_id(request.GET.get("other", ""))
    other = Organization.objects.select_related("country").filter(pk=number).first()

    kept = request.POST.get("kept")
    if other and other != body and kept in {str(body.pk), str(other.pk)}:
        stays, goes = (body, other) if kept == str(body.pk) else (other, body)
        try:
            merged = bodies.merge(stays.pk, goes.pk, user)
        except ValidationError as reason:
            messages.error(request, f"Not merged: {reason.message}")
            return redirect("organizations:pairs")
        messages.success(request, f"{merged.vanished_name} is now a name of {stays}. You can undo this for 30 days.")
        return redirect(stays)
    return render(request, "projects/body_merge.html", merge_context(request, body, other))


def merge_context(request: SignedInRequest, body: Organization, other: Organization | None) -> dict[str, object]:
    words = request.GET.get("q", "").strip()[:200]
    if other is None or other == body:
        candidates = Organization.objects.exclude(pk=body.pk).select_related("country").order_by("name")
        found = candidates.matching(words)[:CANDIDATES] if words else []
        return {"body": body, "q": words, "found": found}
    both = Project.objects.visible_to(request.user).filter(bodies.naming(body.pk)).filter(bodies.naming(other.pk))
    sides = [
        {"stays": stays, "goes": goes, "moving": worded(merging.preview(stays, goes))}
        for stays, goes in ((body, other), (other, body))
    ]
    return {"body": body, "other": other, "sides": sides, "both": both.select_related("partner")[:CANDIDATES]}


def worded(moving: list[merging.Moving]) -> list[tuple[str, merging.Moving]]:
    plural = [str(one.relation.model._meta.verbose_name_plural) for one in moving]
    return [(WORDS.get(one.relation.label, name), one) for one, name in zip(moving, plural, strict=True)]


def undo_merge(request: SignedInRequest, pk: int) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.select_related("kept", "merged_by"), pk=pk)
    user = coordinator_or_denied(request)
    if request.method == "POST":
        try:
            undone = bodies.undo(merge, user)
        except ValidationError as reason:
            messages.error(request, f"Not undone: {reason.message}")
            return redirect(merge.kept)
        messages.success(request, f"{undone.body} and {merge.kept} are two bodies again.")
        for remark in undone.remarks:
            messages.warning(request, remark)
        return redirect(undone.body)
    context = {"merge": merge, "moved": sum(map(len, merge.record["moved"].values())), "now": timezone.now()}
    return render(request, "projects/body_undo.html", context)
