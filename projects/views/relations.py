"""Relating a project to another: find it by number or words, say what it is to this one; and taking that back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html

from partners.models import User
from partners.requests import SignedInRequest, posted_from
from partners.text import row_id
from projects.models import Project, ProjectRelation
from projects.models.relations import ROLES, related, role_of
from projects.relations import found, held, other_side, saved, tell_other_side
from projects.typed import done, typed
from projects.views.detail import editable_or_denied, leads_on

PROBLEMS = {
    "role": ("id_role", "Choose what the other project is to this one."),
    "other": ("id_q", "Choose the other project from the list: write a part of its number or title, and search."),
    "twice": ("id_role", "The two projects are related in this way already."),
}


@leads_on
def relate(request: SignedInRequest, pk: int) -> HttpResponse:
    project = editable_or_denied(request, pk)
    page = typed(request, "relation")
    said = page.data or request.GET
    words = request.GET.get("q", said.get("q", "")).replace("\0", "").strip()[:200]
    role, other = ROLES.get(said.get("role", "")), chosen(request.user, project, said.get("other", ""))
    problems = []
    if request.method == "POST":
        problems = [PROBLEMS[name] for name, value in (("other", other), ("role", role)) if value is None]
        if other and role:
            relation = related(project, other, role)
            if saved(relation):
                tell_other_side(relation, project, request.user)
                done(request, relation.pk)
                messages.success(request, f"Related: {other.number} is “{role.label}”.")
                return redirect(f"{project.get_absolute_url()}#h-relations")
            problems = [PROBLEMS["twice"]]

    context = {"project": project, "roles": ROLES.values(), "role": role, "words": words, "problems": problems}
    context |= {"offered": found(request.user, project, words) if words else [], "other": other, "typed": page}
    return render(request, "projects/relation_form.html", context)


def chosen(user: User, project: Project, number: str) -> Project | None:
    """The other project, where the person may see it."""
    return Project.objects.visible_to(user).exclude(pk=project.pk).filter(pk=row_id(number)).first()


@posted_from("projects:detail")
@leads_on
def unrelate(request: SignedInRequest, pk: int, relation: int) -> HttpResponse:
    project = editable_or_denied(request, pk)
    found = ProjectRelation.objects.visible_to(request.user).of(project).with_sides()
    one = get_object_or_404(found, pk=relation)
    if why := held([one.pk]).get(one.pk):
        text = "Not removed. <a href='{}'>{}</a>, and stays as long as that stands."
        messages.warning(request, format_html(text, why.url, why.text))
        return redirect(project)
    tell_other_side(one, project, request.user, is_gone=True)
    other, label = other_side(one, pk), role_of(one, pk).label
    one.delete()
    messages.success(request, f"No longer related: {other.number} was “{label}”.")
    return redirect(f"{project.get_absolute_url()}#h-relations")
