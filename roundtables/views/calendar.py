"""The calendar as a page, and as a feed that calendar programs read with a key instead of a session."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from duplication.models import Alert
from partners.addresses import absolute
from partners.models import User
from partners.requests import SignedInRequest, posted_from
from roundtables.calendar import Entry, Hint, found, hints, read
from roundtables.calendar.asking import VIEWS, question
from roundtables.calendar.feed import MOST, fingerprint, ics, lines_of
from roundtables.calendar.hints import MISSION, TRAINING
from roundtables.calendar.keys import CalendarKeyForm
from roundtables.calendar.month import WEEKDAYS, by_day, shown_on, weeks
from roundtables.models import CalendarKey

PAGE = 100
USED_AGAIN = timedelta(hours=1)  # when it is written down anew
HINTS, CLASHES = 6, 5
SECTIONS = (("hints", "Could be joined or moved", False), ("over", "Held at about the same time", True))  # and is over
MOST_COMPARED = 400  # courses and missions; of more, hints would be neither quick nor few
COURSES = {TRAINING, MISSION}


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    asked = question(request.GET)
    lines = found(request.user, asked.asked, asked.first, asked.last)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    days = by_day(lines, asked.first, asked.last) if asked.view == "month" else {}
    courses = [line for line in lines if line.kind in COURSES]
    compared = courses if len(courses) <= MOST_COMPARED else []
    undated = [line for line in lines if line.month_only]

    known = read({line.key: line for line in [*page.object_list, *shown_on(days), *compared, *undated]}.values())
    shown = [known[line.key] for line in page.object_list if line.key in known]
    taught = [one for line in compared if (one := known.get(line.key)) and one.course]
    today = timezone.localdate()
    told = hints((one.course for one in taught if one.course), today)
    clashing = clashes(request.user, {one.course.project for one in taught if one.course})
    context = {
        "question": asked,
        "views": {view: (label, asked.address(view=view)) for view, label in VIEWS.items()},
        "number": len(lines),
        "page": page,
        "shown": shown,
        "weekdays": WEEKDAYS,
        "weeks": weeks(asked.first, asked.last, days, known) if asked.view == "month" else [],
        "listed": {one.start for one in shown},
        "undated": [known[line.key] for line in undated if line.key in known],
        "together": [section for of in SECTIONS if (section := section_of(*of, told, taught, clashing))],
        "too_many": len(courses) if len(courses) > MOST_COMPARED else 0,
        "today": today,
    }
    return render(request, "roundtables/calendar.html", context)


def subscribe(request: SignedInRequest) -> HttpResponse:
    """The keys made so far; the address of a new one is shown here once, as only a hash of its key is kept."""
    filters = question(request.GET).filters
    form, made = CalendarKeyForm(request.POST or None, owner=request.user), ""
    if request.method == "POST" and form.is_valid():
        key = form.made()
        if key.revoked_at is None:
            made = absolute(reverse("roundtables:calendar_feed", args=[form.key])) + (f"?{filters}" if filters else "")
        form = CalendarKeyForm(owner=request.user)

    keys = CalendarKey.objects.editable_by(request.user).filter(revoked_at__isnull=True)
    context = {"form": form, "made": made, "keys": keys, "filters": filters, "most": MOST}
    response = render(request, "roundtables/calendar_subscribe.html", context)
    if made:
        response["Cache-Control"] = "no-store"
    return response


@posted_from("roundtables:calendar_subscribe", of="")
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(CalendarKey.objects.editable_by(request.user), pk=pk)
    CalendarKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    messages.success(request, f"The address of “{key}” shows nothing any more.")
    return redirect("roundtables:calendar_subscribe")


@require_safe
@login_not_required
def feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """What its owner may see now. A calendar program sends no cookies and gets none."""
    known = CalendarKey.objects.working().of_key(key).select_related("owner__partner").first()
    if known is None:
        raise Http404
    today = timezone.localdate()
    lines, is_cut = lines_of(known.owner, question(request.GET).asked, today)
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=timezone.now() - USED_AGAIN)
    CalendarKey.objects.filter(long_ago, pk=known.pk).update(last_used_at=timezone.now())

    etag = f'"{fingerprint(lines, today)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = ics(read(lines).values(), "ADAM", is_cut=is_cut)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


# -- Parts -------------------------------------------------------------------------------------------------------------
def section_of(
    name: str, title: str, is_over: bool, told: list[Hint], found: list[Entry], clashing: list[Alert]
) -> dict[str, object]:
    """Empty where there is nothing to say."""
    some = [hint for hint in told if hint.is_over == is_over]
    alerts = [alert for alert in clashing if alert.is_over == is_over][:CLASHES]
    shown = [(hint, projects_of(hint.courses, found)) for hint in some[:HINTS]]
    section = {"name": name, "title": title, "hints": shown, "more": len(some[HINTS:]), "clashes": alerts}
    return section if some or alerts else {}


def projects_of(courses: object, found: list[Entry]) -> list[Entry]:
    """The entries that a hint is made of."""
    wanted = {one.pk for one in courses}  # type: ignore[attr-defined]
    return [one for one in found if one.course and one.course.pk in wanted]


def clashes(user: User, projects: set[int]) -> list[Alert]:
    """Open alerts that two of these projects, or one of them and another, train the same people at the same time."""
    about = Alert.objects.visible_to(user).open().filter(kind=Alert.Kind.TIMING_CLASH)
    about = about.filter(Q(first__in=projects) | Q(second__in=projects)).seen_in_full_by(user)
    return list(about.select_related("first__partner", "second__partner")[:MOST_COMPARED])
