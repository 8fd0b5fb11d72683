"""What is typed is kept: while somebody types, when the session is over, when the form's key has expired.

Each form carries a signed note of whose it is and what it is about. With it the site takes in what was typed even from
somebody who has been signed out meanwhile: it goes to the owner's account and is shown to nobody else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from partners.models import User
from projects.forms import once
from projects.forms.sections import FIRST, Section
from projects.models import KeptForm, Project
from projects.models.kept import KEPT_FOR, address_kept

SALT = "project-form"
LARGEST = 400_000  # characters of a form; a project with sixty rows of each kind has a tenth of that
LONGEST_NAME: int = KeptForm._meta.get_field("section").max_length  # type: ignore[assignment]
MOST = 50  # forms of one person; more are not begun and left but made by a program
NOT_KEPT = {"csrfmiddlewaretoken", "action", "more"}
NOT_KEPT |= {"opened_on", "decided_on", "looked_at"}  # what stood when it was opened: the page shows what stands today
NOT_SAID = NOT_KEPT | {"token", "form", "base", "keep", "previewed", "twin", "unusual"}
FILLED_IN = {"partner", "contributions-0-partner", "contributions-0-currency"}  # when a new one is opened
LOOKED_FOR = timedelta(days=1)
NOT_SAID |= {"shown", "seen", "seen_before", "warned"}  # look-alikes


@dataclass(frozen=True, slots=True)
class Form:
    """Whose form it is and what it is about."""

    user_id: int
    project_id: int | None
    section: str
    token: UUID
    page: str = ""  # on which it stands, when it is not a project's

    def __post_init__(self) -> None:
        """Refused where the page is made, as what is typed into it could not be kept."""
        if len(self.section) > LONGEST_NAME:
            raise ValueError(f"Call the form {self.section!r} by {LONGEST_NAME} letters or fewer.")

    @property
    def note(self) -> str:
        return signing.dumps([self.user_id, self.project_id, self.section, str(self.token), self.page], salt=SALT)

    @property
    def address_kept(self) -> str:
        """Where its owner finds it again."""
        return address_kept(self.token, self.project_id, self.section, self.page)


def form_in(data: QueryDict) -> Form | None:
    """The form that was posted; None when it is none of ours, or too old."""
    try:
        user_id, project_id, section, token, *page = signing.loads(
            data.get("form", ""), salt=SALT, max_age=KEPT_FOR + timedelta(days=1)
        )
    except signing.BadSignature:
        return None
    return Form(user_id, project_id, section, UUID(token), *page)


def keep(form: Form, data: QueryDict) -> bool:
    """Whether it could be kept: its owner may still write it, and it is no larger than a form can be."""
    said = data.copy()
    for name in NOT_KEPT:
        said.pop(name, None)
    posted = said.urlencode()
    owner = User.objects.filter(pk=form.user_id, is_active=True).first()
    if owner is None or len(posted) > LARGEST or not may_write(owner, form):
        return False
    about: dict[str, Any] = {"user": owner, "project_id": form.project_id, "section": form.section, "posted": posted}
    about["page"] = form.page
    _, is_new = KeptForm.objects.update_or_create(token=form.token, defaults=about)
    if is_new:
        latest = KeptForm.objects.filter(user=owner).order_by("-kept_at", "pk").values_list("pk", flat=True)
        KeptForm.objects.filter(pk__in=list(latest[MOST:])).delete()
    return True


def may_write(owner: User, form: Form) -> bool:
    """Of a project that was merged meanwhile too: what was typed into it can be carried into the one that stays."""
    if form.page:  # which asks by itself
        return True
    if form.project_id is None:
        return owner.is_focal_point
    return Project.objects.filter(partner__in=owner.writes_for, pk=form.project_id).exists()


def rescued(request: HttpRequest) -> str | None:
    """Keep a form that came too late to be taken, and say where its owner finds it again."""
    form = form_in(request.POST) if request.method == "POST" else None
    if form is None or not keep(form, request.POST):
        return None
    return form.address_kept


def orphaned(user: User, project_id: int, data: QueryDict) -> KeptForm | None:
    """What the person posted for a project that has been deleted meanwhile, kept as the beginning of a new one."""
    form = form_in(data)
    if form is None or (form.user_id, form.project_id) != (user.pk, project_id):
        return None
    if not is_orphaned(form):
        return None
    keep(replace(form, project_id=None, section=FIRST.name), data)
    return KeptForm.objects.filter(user=user, token=form.token).first()


def carried(left: KeptForm, project: Project, data: QueryDict) -> KeptForm:
    """What was typed into a project that was merged, as the beginning of a change of the one that stays."""
    left.project, left.posted = project, data.urlencode()
    left.save()
    return left


def is_orphaned(form: Form) -> bool:
    return form.project_id is not None and not Project.objects.filter(pk=form.project_id).exists()


def returned(user: User, project_id: int, data: QueryDict) -> Form | None:
    """What was typed into a draft that was deleted meanwhile and has been put back is its own again."""
    form = form_in(data)
    if form is None or (form.user_id, form.project_id) != (user.pk, project_id):
        return None
    about = {"project": project_id, "section": form.section}
    return form if KeptForm.objects.filter(user=user, token=form.token).update(**about) else None


def kept_in(user: User, token: str) -> KeptForm | None:
    """What the address of a form asks to go on with."""
    try:
        return KeptForm.objects.visible_to(user).filter(token=UUID(token)).first()
    except ValueError:
        return None


def forget(user: User, token: UUID | None) -> None:
    """What the form held has been saved."""
    if token:
        KeptForm.objects.filter(user=user, token=token).delete()


def forget_on(user: User, pages: Collection[str]) -> None:
    """Whatever the person left in the forms of these pages: it was said there otherwise."""
    KeptForm.objects.filter(user=user, page__in=pages).delete()


def forget_same(user: User, project_id: int | None, section: Section, data: QueryDict) -> None:
    """Other forms that hold the very thing that has been saved now, such as those of another window."""
    saved = said_in(data)
    left = KeptForm.objects.filter(user=user, section=section.name).begun_of(project_id)
    KeptForm.objects.filter(pk__in=[one.pk for one in left if said_in(one.data) == saved]).delete()


def forget_outdated() -> int:
    """Forms left for weeks; after a day those with which somebody only looked. How many were forgotten."""
    left = KeptForm.objects.begun_of(None).left_for(LOOKED_FOR)
    looked = [one.pk for one in left.iterator() if only_looks(one)]
    looks, _ = KeptForm.objects.left_for(LOOKED_FOR).filter(pk__in=looked).delete()
    others, _ = KeptForm.objects.left_for(KEPT_FOR).delete()
    return looks + others


def only_looks(left: KeptForm) -> bool:
    """A new project that says no more than what is typed to see whether it is known already: a title with countries, or
    nothing. Countries alone are a section of a draft that was deleted.
    """
    if left.project_id or left.page:
        return False
    names = {name for name, _ in said_in(left.data)} - FILLED_IN
    return not names or {"title"} <= names <= {"title", "countries"}


def folded(forms: Iterable[KeptForm]) -> tuple[list[KeptForm], list[KeptForm]]:
    """Those to be listed, and several with which somebody only looked, for one line."""
    forms = list(forms)
    looked = [one for one in forms if only_looks(one)]
    return ([one for one in forms if one not in looked], looked) if len(looked) > 1 else (forms, [])


def said_in(data: QueryDict) -> set[tuple[str, str]]:
    """What somebody typed and chose, apart from keys, counts and empty fields."""
    return {
        (name, value.replace("\r\n", "\n").strip())
        for name, values in data.lists()
        if name not in NOT_SAID and not name.endswith("_FORMS")
        for value in values
        if value.strip()
    }


def begun(user: User, project: Project, section: Section | None = None) -> list[KeptForm]:
    """Forms of this project, or for new ones, that were left without saving; the latest first."""
    forms = KeptForm.objects.visible_to(user).begun_of(project.pk)
    return list(forms.filter(section=section.name) if section else forms)


# -- Forms of other pages ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OnPage:
    """What a form on a page carries, and what its owner has left of it: taken up again, or offered."""

    token: UUID
    note: str
    going_on: KeptForm | None
    begun: list[KeptForm]


def on_pages(request: HttpRequest, user: User, forms: dict[str, tuple[str, BaseForm]]) -> None:
    """Each form, by the address of its page, which says after # where it stands, with what it is: a few words.

    It is told which it is as `kept`; what was left is filled in where the address asks for it.
    """
    left = list(KeptForm.objects.visible_to(user).filter(page__in=forms)) if forms else []
    for page, (what, form) in forms.items():
        own = [one for one in left if one.page == page]
        chosen = next((one for one in own if str(one.token) == request.GET.get("kept")), None)
        if chosen and not form.is_bound:
            form.initial.update(as_left(form, chosen.data))
        sent = once.token_in(request.POST) if form.is_bound else None
        token = chosen.token if chosen else sent or uuid4()
        begun = [] if chosen or form.is_bound else own
        form.kept = OnPage(token, Form(user.pk, None, what, token, page).note, chosen, begun)  # type: ignore[attr-defined]


def as_left(form: BaseForm, data: QueryDict) -> dict[str, Any]:
    """What each field held, a box that was not ticked included; files are not kept."""
    widgets, files = {name: field.widget for name, field in form.fields.items()}, MultiValueDict[str, Any]()
    return {
        name: widget.value_from_datadict(data, files, name)
        for name, widget in widgets.items()
        if not widget.value_omitted_from_data(data, files, name)
    }
