"""One section of the project form: shown as it is or was left, judged, held against others' changes, saved once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html

from partners.models import User
from partners.requests import SignedInRequest
from projects import audience, checks, currencies, history, kept
from projects.contradictions import contradictions
from projects.forms import once
from projects.forms.entry import Entry, with_another_row
from projects.forms.meanwhile import Meanwhile
from projects.forms.sections import LATER, NUMBERS, VISIBILITY, Section, after
from projects.forms.stated import signed, stated
from projects.models import Project
from projects.numbers import shared_numbers
from projects.seen import Seen, unseen
from projects.views.following import change_teller, say_afterwards
from projects.views.look_alikes import brought_up

ACTIONS = {"save", "next"}
ONE_DAY = timedelta(days=1)


def answered(request: SignedInRequest, project: Project, section: Section) -> HttpResponse:
    if (made := once.earlier(request.user, request.POST)) and made.identical:
        return redirect("projects:edit", made.made)
    if request.method != "POST":
        return opened(request, project, section)
    if request.POST.get("action") == "cancel":
        kept.forget(request.user, once.token_in(request.POST))
        return redirect("projects:edit", project.pk) if project.pk else redirect("projects:list")
    if more := request.POST.get("more"):
        entry = Entry(request.user, project, section, with_another_row(request.POST, more), quiet=True)
        return shown(request, entry, base=request.POST.get("base", ""))
    if request.POST.get("action") == "preview" and section is VISIBILITY:
        return previewed(request, Entry(request.user, project, section, request.POST))
    if request.POST.get("action") == "check":
        return looked(request, Entry(request.user, project, section, request.POST))
    return judged(request, project, section)


def opened(request: SignedInRequest, project: Project, section: Section) -> HttpResponse:
    """As it is on record, or, when asked for, as the person left it; what was left is offered."""
    left = kept.kept_in(request.user, request.GET.get("kept", ""))
    if left and (left.project_id, left.section) == (project.pk, section.name):
        entry = Entry(request.user, project, section, left.data, quiet=True)
        base = left.data.get("base", "") if project.pk else ""  # a new one stands on nothing
        return shown(request, entry, base=base, token=left.pk, going_on=left)
    if "kept" in request.GET:
        now = "This is the project as it is saved." if project.pk else "This form is a new one."
        messages.info(request, f"What you typed is not here any more: it was saved or thrown away before. {now}")
    entry = Entry(request.user, project, section)
    base = signed(stated(entry), timezone.now()) if project.pk else ""
    begun, looked = kept.folded(kept.begun(request.user, project, section))
    return shown(request, entry, base=base, begun=begun, looked=looked)


def judged(request: SignedInRequest, project: Project, section: Section) -> HttpResponse:
    if section is VISIBILITY and (form := kept.form_in(request.POST)):  # until confirmed: publishing asks about it
        kept.keep(form, request.POST)
    title, is_save = project.title, "keep" in request.POST or request.POST.get("action", "") in ACTIONS
    meanwhile = Meanwhile(Entry(request.user, project, section), request.POST)
    entry = Entry(request.user, project, section, meanwhile.data)
    context: dict[str, Any] = {"title": title, "base": meanwhile.base, "problems": meanwhile.unanswered}

    is_right, seen = entry.is_valid(), Seen(request.user, project, request.POST)
    if not is_right or not is_save:
        return shown(request, entry, meanwhile, **context)
    if meanwhile.differences:
        return shown(request, entry, meanwhile, **context, who=changed_by(request.user, project, meanwhile))
    if (twin := saved_today(entry)) and str(twin.pk) not in request.POST.getlist("twin"):
        return shown(request, entry, meanwhile, **context, twin=twin)
    if section is VISIBILITY and asks_first(entry) and request.POST.get("previewed") != audience_key(entry):
        return shown(request, entry, meanwhile, **context, asks=True)
    found = seen.marked(look_alikes(request.user, entry, seen))
    if unseen(found) and not entry.is_draft:
        context["problems"] = context["unticked"] = seen.missing(found)
        return shown(request, entry, meanwhile, **context, look_alikes=found)
    return saved_once(request, entry, meanwhile, seen) or shown(request, entry, meanwhile, **context, token=uuid4())


def shown(request: SignedInRequest, entry: Entry, meanwhile: Meanwhile | None = None, **context: Any) -> HttpResponse:
    """The page. Its form carries whose it is, what it stands on, and a token with which it is saved once."""
    project, section = entry.project, entry.section
    token = context.get("token") or once.token_in(request.POST) or uuid4()
    page = {
        "entry": entry,
        "project": project,
        "title": project.title,
        "form_section": section,
        "form_sections": LATER,
        "next_section": after(section),
        "meanwhile": meanwhile,
        "token": token,
        "form_note": kept.Form(request.user.pk, project.pk, section.name, token).note,
        "source": source_of(request.user, project),
        "seen_before": Seen(request.user, project, request.POST).ticked,
        **suggestions(section),
    }
    if section is VISIBILITY:
        page |= {"audience": audience_of(entry), "previewed": audience_key(entry)}
    return render(request, "projects/project_form.html", page | context)


def suggestions(section: Section) -> dict[str, dict[str, str]]:
    """What the browser offers by itself, as far as the section asks for it; names are looked up while typed."""
    return {"currencies": currencies.in_use()} if "currency" in section.rows.get("contributions", ()) else {}


# -- Before it is saved ------------------------------------------------------------------------------------------------
def look_alikes(user: User, entry: Entry, seen: Seen) -> list[checks.LookAlike]:
    """Those that the save brings up. A draft is held up by its publication only; what was ticked on the way there is
    remembered."""
    return [] if entry.is_draft and not seen.ticked else brought_up(entry, user)


def saved_today(entry: Entry) -> Project | None:
    """The project that a new one repeats word for word: somebody has gone back to a form that was saved."""
    if entry.project.pk:
        return None
    cleaned, since = entry.form.cleaned_data, timezone.now() - ONE_DAY
    same = Project.objects.filter(partner=cleaned["partner"], title=cleaned["title"], created_at__gt=since)
    return same.order_by("created_at", "pk").first()


def changed_by(user: User, project: Project, meanwhile: Meanwhile) -> list[history.Save]:
    return history.changes(project, user, since=meanwhile.since) if meanwhile.since else []


def audience_of(entry: Entry) -> audience.Audience | None:
    """Of what is chosen in the form; None when the choice makes no sense yet."""
    if not entry.form.is_bound or entry.form.quiet:
        return audience.project_audience(entry.project, *audience.on_record(entry.project))
    cleaned = entry.form.cleaned_data if entry.form.is_valid() else {}
    return audience.project_audience(entry.project, *chosen(cleaned)) if cleaned else None


def chosen(cleaned: dict[str, Any]) -> tuple[str, set[int]]:
    named = cleaned["visibility"] == Project.Visibility.NAMED_PARTNERS
    return cleaned["visibility"], {partner.pk for partner in cleaned["shared_with"]} if named else set()


def changes_audience(entry: Entry) -> bool:
    return chosen(entry.form.cleaned_data) != audience.on_record(entry.project)


def asks_first(entry: Entry) -> bool:
    """Nobody else sees a draft now: to restrict it is done at once. Publishing shows who will see it."""
    restricts = entry.is_draft and audience.only_restricts(entry.project, *chosen(entry.form.cleaned_data))
    return changes_audience(entry) and not restricts


def audience_key(entry: Entry) -> str:
    """Which choice the preview on the page was about."""
    if not entry.form.is_bound or entry.form.quiet or not entry.form.is_valid():
        return ""
    return audience.key(*chosen(entry.form.cleaned_data))


def looked(request: SignedInRequest, entry: Entry) -> HttpResponse:
    """What resembles it by what is there, whatever else is wrong."""
    context: dict[str, Any] = {"title": entry.project.title, "base": request.POST.get("base", "")}
    entry.asks_nothing()
    entry.is_valid()
    found = Seen(request.user, entry.project, request.POST).marked(checks.look_alikes(entry.draft(), request.user))
    limit = checks.limit_teller(request.user)
    return shown(request, entry, **context, look_alikes=found, checked=True, limit=limit)


def previewed(request: SignedInRequest, entry: Entry) -> HttpResponse:
    """Part of a page: who would see it."""
    key = audience_key(entry)
    context = {"audience": audience_of(entry), "previewed": key, "asks": key and changes_audience(entry), "live": True}
    return render(request, "projects/_audience.html", context)


# -- Saving ------------------------------------------------------------------------------------------------------------
def saved_once(request: SignedInRequest, entry: Entry, meanwhile: Meanwhile, seen: Seen) -> HttpResponse | None:
    """Save and go on; None when the form has to be shown again."""
    if earlier := once.claim(request.user, request.POST):
        project = Project.objects.visible_to(request.user).filter(pk=earlier.made).first()
        if project and earlier.identical:
            return redirect("projects:edit", project.pk)
        if project and not entry.project.pk:
            text = "This form was saved before, as <a href='{}'>{}</a>. Saving it again makes a second project."
            messages.warning(request, format_html(text, project.get_absolute_url(), project.title))
            return None
    about, tell = entry.project.pk, change_teller(request, entry.project)
    try:
        with transaction.atomic():
            project = entry.save()
    except IntegrityError:
        entry.form.add_error(
            None, "Somebody saved the same reference number, place or body at this moment. Save again."
        )
        return None
    seen.move_to(project)
    once.remember(request.user, request.POST, project.pk)
    kept.forget(request.user, once.token_in(request.POST))
    kept.forget_same(request.user, about, entry.section, request.POST)
    messages.success(request, said_of(project, entry, meanwhile))
    say_afterwards(request, project, tell)
    if entry.section is NUMBERS:
        for told in shared_numbers(project, request.user):
            messages.warning(request, told)
    if request.POST.get("action") == "next" and (following := after(entry.section)):
        for sentence in contradictions(project):  # the overview says it otherwise
            messages.warning(request, sentence)
        return redirect("projects:section", project.pk, following.name)
    return redirect("projects:edit", project.pk)


def said_of(project: Project, entry: Entry, meanwhile: Meanwhile) -> str:
    if project.is_draft and entry.section is VISIBILITY:
        shown_to = audience.project_audience(project, *audience.on_record(project))
        return f"Who may see it: saved. {shown_to.in_short} will see the project once it is published."
    draft = "Saved as a draft. Only your own partner sees it."
    saved = draft if project.is_draft else f"{entry.section.title}: saved."
    return f"{saved} What others changed meanwhile is kept too." if meanwhile.took_theirs else saved


def source_of(user: User, project: Project) -> Project | None:
    """What the project was copied from, for those who may see that."""
    if not project.is_draft or project.copied_from_id is None:
        return None
    return Project.objects.visible_to(user).filter(pk=project.copied_from_id).first()
