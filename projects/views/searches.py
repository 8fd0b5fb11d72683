"""The person's saved searches: kept from any state of the list, renamed, deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, posted_from
from projects import kept
from projects.filters import ProjectFilter, all_stored, stored
from projects.forms.searches import RenameForm, SavedSearchForm
from projects.models import SavedSearch
from projects.typed import done


@require_safe
def saved_searches(request: SignedInRequest) -> HttpResponse:
    searches = list(SavedSearch.objects.visible_to(request.user))
    for search, narrowed in zip(searches, all_stored([one.query for one in searches], request.user), strict=True):
        search.words = in_words(narrowed)  # type: ignore[attr-defined]

    return render(request, "projects/saved_searches.html", {"searches": searches})


def save_search(request: SignedInRequest) -> HttpResponse:
    """GET shows the form for the query string that `query` holds; a list's own form posts here at once."""
    initial = {"query": request.GET.get("query", "")}
    form = SavedSearchForm(request.POST or None, instance=SavedSearch(owner=request.user), initial=initial)

    if request.method == "POST" and form.is_valid():
        search = form.keep()
        done(request, search.pk)
        messages.success(request, f"The search “{search}” is saved: in the register and on your first page.")
        return redirect(search)

    kept.on_pages(request, request.user, {request.path: ("search", form)})
    words = in_words(stored(form.asked, request.user))
    return render(request, "projects/saved_search_form.html", {"form": form, "words": words})


def rename_search(request: SignedInRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.editable_by(request.user), pk=pk)

    name = search.name
    form = RenameForm(request.POST or None, instance=search)
    if request.method == "POST" and form.is_valid():
        form.save()
        done(request, pk)
        messages.success(request, f"“{name}” is now “{search}”.")
        return redirect("projects:searches")

    kept.on_pages(request, request.user, {request.path: ("search", form)})
    words = in_words(stored(search.query, request.user))
    return render(request, "projects/saved_search_form.html", {"form": form, "words": words, "name": name})


@posted_from("projects:searches", of="")
def delete_search(request: SignedInRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.editable_by(request.user), pk=pk)
    search.delete()
    messages.success(request, f"The search “{search}” is deleted.")
    return redirect("projects:searches")


def in_words(narrowed: ProjectFilter) -> list[str]:
    return [chip.text for chip in narrowed.chips]
