"""Every page of the site in a browser, as somebody who may open it: accessible in light, in dark and on a phone; of use
without JavaScript; light of weight on a first visit. Each is opened twice, without scripts and with them."""

import gzip
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.http import urlencode
from playwright.sync_api import Browser, Error, Page, Response

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
VISITORS = {"anonymous": 1, "own": 4, "coordinator": 2}  # each page is opened by the first of them that may, in parts
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
def addresses(cast: dict[str, User | None], role: str) -> list[str]:
    """Those that this visitor is the first to be let into."""
    kwargs = objects(cast)
    fill(cast, {name: one["pk"] for name, one in kwargs.items() if "pk" in one})
    user, found = cast[role], {"/no-such-page/": ""}
    for (name, of), answers in expected("GET").items():
        able = [one for one in VISITORS if answers[ROLES.index(one)] == 200]
        first_object = name not in found.values() or of in OTHER_OBJECTS.get(name, ())
        if first_object and role in (able if name in BOTH else able[:1]):
            found[reverse(name, kwargs=kwargs[of])] = name
    if role == "own":
        before = urlencode({"at": changes(Project.objects.get(**kwargs["public"]), user)[-1].at.isoformat()})
        found[f"{reverse('projects:put_back', kwargs=kwargs['public'])}?{before}"] = "an older version"
        found |= {reverse("projects:section", args=[kwargs["public"]["pk"], one.name]): one.name for one in LATER}
    return list(found)


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


@pytest.fixture
def plain_page(browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def sizes(page: Page) -> dict[str, int]:
    """Bytes of all that the page has fetched, by address, as on a first visit."""
    sizes: dict[str, int] = {}
    weighed: dict[str, int] = {}

    def add(answer: Response) -> None:
        weighed[answer.url] = sizes[answer.url] = weighed.get(answer.url) or weight(answer)

    page.on("response", add)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    return sizes


@pytest.mark.parametrize(("role", "part"), [(role, part) for role, parts in VISITORS.items() for part in range(parts)])
def test_every_page(
    role: str,
    part: int,
    cast: dict[str, User | None],
    addresses: list[str],
    page: Page,
    plain_page: Page,
    sizes: dict[str, int],
    sign_in: SignIn,
) -> None:
    if user := cast[role]:
        sign_in(page, user)
        sign_in(plain_page, user)
    found: list[str] = []
    for path in addresses[part :: VISITORS[role]]:
        if not opened(plain_page, path):
            continue
        found += [f"{path} without scripts: {dead}" for dead in plain_page.evaluate(DEAD)]
        sizes.clear()
        page.set_viewport_size(DESK)
        page.goto(path)
        if sum(sizes.values()) > FIRST_VISIT:
            found.append(f"{path}: {sum(sizes.values())} bytes")
        found += problems(page)
    assert not found, "\n".join(found)


def opened(page: Page, path: str) -> bool:
    """Whether there is a page, rather than a file, an answer to a program, or a part of a page."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    assert answer
    assert answer.status < 500, path
    return bool(page.evaluate("document.doctype !== null"))


def weight(answer: Response) -> int:
    """Bytes on the way: what lies still and pages are sent compressed by the site, typefaces as they are."""
    body, is_compressed = answer.body(), answer.headers.get("content-encoding") == "gzip"
    return len(gzip.compress(body)) if is_compressed or answer.url.endswith((".css", ".js", ".svg")) else len(body)
