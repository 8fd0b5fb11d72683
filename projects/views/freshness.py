"""Keeping records true: the whole portfolio at once, from a mail without a password, and who lets records fade."""

from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from partners.mailed_links import ANSWERED, by_mailed_link, link_gone
from partners.models import Partner
from partners.notifications import mark_read
from partners.requests import SignedInRequest, coordinator_or_denied, only_coordinator_or_denied, posted_from
from partners.text import plural
from projects import confirming, reminding
from projects.forms.ending import EndForm
from projects.models import Project, Reminder
from projects.models.reminder import AGAIN_AFTER, Done, read_receipt
from projects.views.detail import editable_or_denied, leads_on

PER_PAGE = 100
SHOWN = "Your answer is recorded. For an hour it was shown here; log in to see your projects."
ENDED = "Whom it was sent to does not speak for a partner any more."


@require_http_methods(["GET", "HEAD", "POST"])
def portfolio(request: SignedInRequest) -> HttpResponse:
    """All that waits to be confirmed: untick what has changed, answer what has ended, one press."""
    if not request.user.writes_for:
        raise PermissionDenied
    mark_read(request.user, request.path)
    page = Paginator(confirming.to_confirm(request.user), PER_PAGE).get_page(request.GET.get("page"))
    ended = list(confirming.ended(request.user)[:PER_PAGE])
    asked = Asked(request, list(page), ended)

    if request.method == "POST" and asked.is_valid():
        confirmed, answered = confirming.confirm(request.user, asked.ticked), asked.save()
        say(request, confirmed, answered)
        return redirect("projects:portfolio")

    drafts = Project.objects.editable_by(request.user).filter(published_at=None)
    context = {"asked": asked, "page": page, "drafts": drafts.count()}
    return render(request, "projects/portfolio.html", context)


def gone(request: HttpRequest, why: str, **more: Any) -> HttpResponse:
    return link_gone(request, why, url=reverse("projects:portfolio"), action="Log in and see what waits", **more)


def used(request: HttpRequest, at: datetime) -> HttpResponse:
    return gone(request, f"It works once, and was used on {date_format(localtime(at), 'j F Y')}.", heading=ANSWERED)


@require_http_methods(["GET", "HEAD", "POST"])
@by_mailed_link(Reminder.objects.by_token, attrgetter("user"), gone)
def from_mail(request: HttpRequest, reminder: Reminder) -> HttpResponse:
    """The same for the records that a mail named."""
    if reminder.used_at:
        return used(request, reminder.used_at)
    if not (reminder.user.is_active and reminder.user.writes_for):
        return gone(request, ENDED)

    asked, changed = asked_by_mail(request, reminder)
    if request.method == "POST" and asked.is_valid() and asked.says_something:
        if not Reminder.objects.filter(pk=reminder.pk, used_at=None).update(used_at=timezone.now()):
            return used(request, timezone.now())
        with confirming.from_mail(reminder):
            confirmed, answered = confirming.confirm(reminder.user, asked.ticked), asked.save()
        left = len(asked.stale) - confirmed + len(asked.forms) - answered + len(changed)
        done = Done(reminder.user, confirmed, answered, left)
        return redirect(done.receipt)  # so that Back and Reload send nothing again

    context = {"asked": asked, "changed": changed, "reminder": reminder}
    return render(request, "projects/from_mail.html", context)


@require_safe
@by_mailed_link(read_receipt, attrgetter("user"), gone, over=SHOWN)
def done_from_mail(request: HttpRequest, done: Done) -> HttpResponse:
    """What came of it, in numbers. The link of the mail itself stays used up."""
    return render(request, "projects/from_mail_done.html", {"done": done})


@require_http_methods(["GET", "HEAD", "POST"])
@leads_on
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Has it ended? The question of one project's page."""
    project = editable_or_denied(request, pk)
    form = EndForm(request.POST or None, project=project)
    if request.method == "POST" and form.is_valid():
        if form.save():
            messages.success(request, "Thank you. The project is up to date.")
        return redirect(project)
    return render(request, "projects/project_end.html", {"project": project, "form": form})


@require_safe
def fading(request: SignedInRequest) -> HttpResponse:
    """Which partners let their records fade, for coordinators."""
    coordinator_or_denied(request)
    partners = list(confirming.partners_with_stale())
    requests = Reminder.objects.requested().filter(partner__in=partners).order_by().values("partner")
    asked = dict(requests.annotate(last=Max("created_at")).values_list("partner", "last"))
    since = timezone.now() - AGAIN_AFTER
    rows = [(partner, asked.get(partner.pk), asked.get(partner.pk, since) <= since) for partner in partners]
    return render(request, "projects/fading.html", {"rows": rows, "total": sum(p.stale for p in partners)})


@posted_from("projects:fading", of="")
def remind(request: SignedInRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner, pk=pk)
    only_coordinator_or_denied(request)
    asked = reminding.remind_partner(partner, request.user)
    if asked:
        messages.success(request, f"Asked for {partner}: {', '.join(map(str, asked))}. The mail is on its way.")
    else:
        messages.warning(
            request, f"Nobody was asked for {partner}: it was asked within the last week, or nothing waits there."
        )
    return redirect("projects:fading")


# -- Parts -------------------------------------------------------------------------------------------------------------
class Asked:
    """What is asked on a page: records to tick, and those whose end has passed, each with its question."""

    def __init__(self, request: HttpRequest, stale: list[Project], ended: list[Project]) -> None:
        self.is_sent = request.method == "POST"
        sent = set(request.POST.getlist("right")) if self.is_sent else {str(project.pk) for project in stale}
        self.stale = [(project, str(project.pk) in sent) for project in stale]
        self.forms = [EndForm(request.POST if self.is_sent else None, project=project) for project in ended]

    @property
    def ticked(self) -> list[int]:
        return [project.pk for project, is_ticked in self.stale if is_ticked]

    @property
    def is_empty(self) -> bool:
        return not (self.stale or self.forms)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # all of them, so that each says what is wrong

    @property
    def is_wrong(self) -> bool:
        return self.is_sent and not self.is_valid()

    @property
    def says_something(self) -> bool:
        return bool(self.ticked) or any(form.cleaned_data["answer"] != "later" for form in self.forms)

    def save(self) -> int:
        return sum(form.save() for form in self.forms)


def asked_by_mail(request: HttpRequest, reminder: Reminder) -> tuple[Asked, list[Project]]:
    """What the mail named and is still open and unchanged; and what was changed since."""
    user, ids = reminder.user, list(reminder.listed)
    if request.method == "POST":  # a change that is being saved is waited for, and then seen
        list(Project.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    stale = list(confirming.to_confirm(user).filter(pk__in=ids))
    ended = list(confirming.ended(user).filter(pk__in=ids))
    same = {project.pk for project in confirming.unchanged(reminder, [*stale, *ended])}
    changed = [project for project in [*stale, *ended] if project.pk not in same]
    return Asked(request, [p for p in stale if p.pk in same], [p for p in ended if p.pk in same]), changed


def say(request: SignedInRequest, confirmed: int, answered: int) -> None:
    done = []
    if confirmed:
        done.append(f"{plural(confirmed, 'project')} confirmed as of today")
    if answered:
        done.append(f"{plural(answered, 'end date')} answered")
    if done:
        messages.success(request, f"Thank you. {' and '.join(done)}.")
    else:
        messages.warning(request, "Nothing was ticked or answered, so nothing was changed.")
