"""Every page of the site in a browser, as somebody who may open it: accessible in light, in dark and on a phone; of use
without JavaScript; light of weight on a first visit."""

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from playwright.sync_api import Browser, Page, Response

from adam.demo.makers import (
    make_activity,
    make_focal_point,
    make_follow_up,
    make_participation,
    make_position,
    make_project,
    make_relation,
)
from duplication.models import Alert
from partners.models import User
from projects.forms.sections import LATER
from projects.history import changes
from projects.models import Place, Project
from roundtables.models import Recommendation
from tests.addresses import ROLES, expected
from tests.looks import DESK, problems
from tests.one_of_each import objects, people

SignIn = Callable[[Page, User], None]
FIRST_VISIT = 150_000  # bytes
VISITORS = ["anonymous", "own", "coordinator"]  # each page is opened by the first of them that may
BOTH = {"home", "projects:detail", "partners:list", "partners:detail", "organizations:detail", "alerts:list"}
BOTH |= {"alerts:detail", "people:participation", "roundtables:detail", "roundtables:recommendations"}
OTHER_OBJECTS = {"projects:detail": {"draft"}, "projects:edit": {"draft"}, "alerts:detail": {"alert/secret"}}

# Once all that folds is open: what can be pressed or filled in though nothing comes of it; forms that nothing sends.
DEAD = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const sends = (one) => one.matches("button:not([type=button], [type=reset]), input[type=submit], input[type=image]");
  const dead = [...document.querySelectorAll("button, a, input, select, textarea")].filter(shown).filter((one) => {
    if (one.matches("a")) return !one.getAttribute("href") || one.getAttribute("href") === "#";
    return one.matches("button") ? !one.popoverTargetElement && !(sends(one) && one.form) : !one.form;
  });
  const mute = [...document.forms].filter((form) => shown(form) && ![...form.elements].filter(shown).some(sends));
  return [...dead, ...mute].map((one) => one.outerHTML.slice(0, 160));
}"""


@pytest.fixture
def cast(transactional_db: None) -> dict[str, User | None]:
    return people()


@pytest.fixture
def pages(cast: dict[str, User | None], role: str) -> list[str]:
    """The addresses of the pages that this visitor is the first to be let into."""
    kwargs = objects(cast)
    fill(cast, {name: one["pk"] for name, one in kwargs.items() if "pk" in one})
    user, client, found = cast[role], Client(), {"/no-such-page/": ""}
    if user:
        client.force_login(user)
    for (name, of), answers in expected("GET").items():
        able = [one for one in VISITORS if answers[ROLES.index(one)] == 200]
        first_object = name not in found.values() or of in OTHER_OBJECTS.get(name, ())
        if first_object and role in (able if name in BOTH else able[:1]):
            found[reverse(name, kwargs=kwargs[of])] = name
    if role == "own":
        before = urlencode({"at": changes(Project.objects.get(**kwargs["public"]), user)[-1].at.isoformat()})
        found[f"{reverse('projects:put_back', kwargs=kwargs['public'])}?{before}"] = "an older version"
        found |= {reverse("projects:section", args=[kwargs["public"]["pk"], one.name]): one.name for one in LATER}
    return [path for path in found if is_page(client, path)]


def is_page(client: Client, path: str) -> bool:
    """Rather than a file, an answer to a program, or a part of a page."""
    answer = client.get(path)
    return not answer.streaming and answer.content.lower().startswith(b"<!doctype html>")


def fill(cast: dict[str, User | None], ids: dict[str, int]) -> None:
    """Germany's project with something of everything, in words that are long, or written from right to left."""
    project, own, other = Project.objects.get(pk=ids["public"]), cast["own"], cast["other"]
    assert own
    assert other
    project.title = "Grenzübergangsstellenausrüstungsbeschaffungsvorhaben: پوسته مرزی اسلام قلعه"
    project.objective = "Officers find what is hidden.\n" * 12
    project.start, project.end = date(2020, 1, 1), date(2021, 1, 1)  # over, though said to be running
    project.substances = ["opiates"]
    project.save()
    place = Place.objects.get(name="Islam Qala")
    project.places.set([place])
    for kind in ("A01", "A02"):
        make_activity(project, kind, quantity=40, unit="officers", place=place, description="Search of vehicles")
    make_participation(project, "Customs Service", "b")
    make_participation(project, "Deutsche Gesellschaft für Internationale Zusammenarbeit")
    make_relation(project, Project.objects.get(pk=ids["draft"]), "child")
    make_project("DE", confirmed_at=None, amount=12_500_000)
    make_position(Alert.objects.get(pk=ids["alert"]), other, text="We train other officers, at the same post.")
    make_follow_up(Recommendation.objects.get(pk=ids["recommendation"]), own)
    make_focal_point("DE", ended=date(2025, 1, 1), started=date(2024, 1, 1))
    Project.objects.filter(pk=project.pk).update(title=f"{project.title}, second phase")  # and a history


@pytest.mark.parametrize("role", VISITORS)
def test_every_page(role: str, cast: dict[str, User | None], pages: list[str], page: Page, sign_in: SignIn) -> None:
    if user := cast[role]:
        sign_in(page, user)
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.setdefault(answer.url, weight(answer)))
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    found: list[str] = []
    for path in pages:
        sizes.clear()
        page.set_viewport_size(DESK)
        page.goto(path)
        if sum(sizes.values()) > FIRST_VISIT:
            found.append(f"{path}: {sum(sizes.values())} bytes")
        found += problems(page)
    assert not found, "\n".join(found)


def weight(answer: Response) -> int:
    """Bytes on the way: what lies still is sent compressed by the site, pages and typefaces as they are."""
    body = answer.body()
    return len(gzip.compress(body)) if answer.url.endswith((".css", ".js", ".svg")) else len(body)


@pytest.mark.parametrize("role", VISITORS)
def test_no_page_needs_scripts(
    role: str, cast: dict[str, User | None], pages: list[str], browser: Browser, live_server: Any, sign_in: SignIn
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    if user := cast[role]:
        sign_in(page, user)
    found: list[str] = []
    for path in pages:
        page.goto(path)
        found += [f"{path}: {dead}" for dead in page.evaluate(DEAD)]
    context.close()
    assert not found, "\n".join(found)
