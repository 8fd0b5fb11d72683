"""What the person watches: a search, a country, a theme, a partner, a project, or what another page is about."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.kinds import KINDS
from partners.models import Rhythm
from partners.preferences import choose, chosen_by, rhythm_of
from partners.requests import SignedInRequest, back, posted_from
from partners.text import row_id
from projects import watching
from projects.forms.watches import RhythmForm
from projects.models import Project, Watch
from projects.models.watch import LONGEST_WATCH, MOST_WATCHED


@require_safe
def watches(request: SignedInRequest) -> HttpResponse:
    watched, chosen = watching.watched_by(request.user), chosen_by([request.user.pk])
    rows = [(watch, RhythmForm(watch=watch, chosen=chosen)) for watch in watched]
    usual = Rhythm(rhythm_of(request.user.pk, KINDS["watch"].name, chosen))
    return render(request, "projects/watches.html", {"rows": rows, "usual": usual.label.lower()})


@posted_from("projects:watches")
def watch(request: SignedInRequest) -> HttpResponse:
    """Once each, however often it is pressed."""
    if Watch.objects.visible_to(request.user).count() >= MOST_WATCHED:
        text = f"You watch {MOST_WATCHED} things, which is the most. Stop watching some of them first."
        messages.error(request, text)
        return redirect("projects:watches")
    if number := row_id(request.POST.get("project", "")):
        project = get_object_or_404(Project.objects.visible_to(request.user), pk=number)
        thing, _ = Watch.objects.get_or_create(user=request.user, project=project)
        messages.success(request, "You watch this project. You are told when others change it.")
        return back(request, thing.get_absolute_url())

    if page := request.POST.get("page", "")[:100]:
        if page not in watching.page_finder(request.user, [page]):
            raise Http404
        thing, _ = Watch.objects.get_or_create(user=request.user, page=page)
        messages.success(request, "You watch it. You are told of what is new.")
        return back(request, thing.get_absolute_url())

    query = request.POST.get("query", "")[:4000]
    asked = watching.in_order(query, request.user)
    if asked is None or len(asked[0]) > LONGEST_WATCH:
        messages.warning(request, "Narrow the register down to what you want to watch, then press Watch.")
        return redirect("projects:list")
    new = {"user": request.user, "query": asked[0]}
    thing = (
        watching.watch_of(request.user, asked[0]) or Watch.objects.get_or_create(**new, defaults={"name": asked[1]})[0]
    )
    messages.success(request, f"You watch {thing}. You are told of what is new or changed.")
    return back(request, thing.get_absolute_url())


@posted_from("projects:watches", of="")
def unwatch(request: SignedInRequest, pk: int) -> HttpResponse:
    thing = get_object_or_404(Watch.objects.editable_by(request.user), pk=pk)
    watching.unwatch(thing)
    messages.success(request, "You no longer watch it.")
    return back(request, "projects:watches")


@posted_from("projects:watches", of="")
def watch_rhythm(request: SignedInRequest, pk: int) -> HttpResponse:
    """How often to be mailed of this one; empty: as of all that is watched."""
    thing = get_object_or_404(Watch.objects.editable_by(request.user), pk=pk)
    form = RhythmForm(request.POST, watch=thing, chosen={})
    if form.is_valid():
        choose(request.user, {thing.kind: form.chosen})
        messages.success(request, "Saved.")
    else:
        messages.error(request, "Choose one of the times.")
    return redirect("projects:watches")
