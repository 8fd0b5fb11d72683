"""Look-alikes of what is typed, told before it is saved: of what is hidden without its name, and so often an hour."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import get_partner, make_place, make_project, make_user
from adam.oversight import review
from duplication.detection import check
from duplication.models import Alert, Hint, hint
from duplication.suggestions import look_alikes as found_alike
from duplication.tasks import forget_hints
from partners.models import User
from projects.checks import Draft, look_alikes
from tests.reported_twice import TEXT, checked, scanners

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


def drafted(**fields: Any) -> Draft:
    return Draft(title="Scanners for Nizhny Panj", objective=TEXT, countries=frozenset({"TJ"}), **fields)


def test_look_alikes_are_told_before_saving(db: None, focal_point: User) -> None:
    other = scanners("GB")
    checked(other, make_project("GB"))

    found = look_alikes(drafted(partner_id=get_partner("DE").pk), focal_point)

    assert [one.project_id for one in found] == [other.pk]
    assert (found[0].heading, found[0].url) == (other.title, other.get_absolute_url())
    assert found[0].sentences
    assert not Alert.objects.exists()


def test_a_project_does_not_resemble_itself(db: None, focal_point: User) -> None:
    project = scanners("DE")
    check(project.pk)

    draft = drafted(project_id=project.pk, is_published=True, partner_id=project.partner_id)
    assert found_alike(draft, focal_point) == []


def test_of_the_own_partner_it_is_told_before_a_country_is_chosen_as_after(db: None, focal_point: User) -> None:
    own = make_project("DE", title="Rehabilitation of the vehicle search hall at Panji Poyon")
    check(own.pk)
    draft = Draft(title="Vehicle search hall at Panji Poyon", partner_id=own.partner_id)
    for countries, told in (((), [own.pk]), (("TJ",), [own.pk]), (("KZ",), [])):
        found = found_alike(replace(draft, countries=frozenset(countries)), focal_point)
        assert [one.project_id for one in found] == told


def test_a_hidden_look_alike_has_no_name(db: None, focal_point: User) -> None:
    secret = scanners("GB", visibility="restricted")
    check(secret.pk)

    (found,) = found_alike(drafted(partner_id=get_partner("DE").pk), focal_point)

    assert (found.project_id, found.url, found.meta) == (None, "", "")
    assert found.heading.startswith("A restricted project in Tajikistan")
    assert secret.title not in repr(found)


def test_what_is_told_of_a_hidden_one_stays_the_same_whatever_else_is_typed(db: None, focal_point: User) -> None:
    """Else its days and places could be read by trying them one after the other."""
    secret = scanners("GB", visibility="restricted", start=date(2026, 3, 1), end=date(2027, 2, 28))
    check(secret.pk)
    far = make_place("Chaman", "TJ")
    typed: list[dict[str, Any]] = [{}, {"start": date(1999, 1, 1), "end": date(1999, 2, 1)}, {"places": {far.pk}}]
    told = [found_alike(replace(drafted(), **more), focal_point) for more in typed]
    assert [[one.hidden_id for one in found] for found in told] == [[secret.pk]] * 3
    assert len({found[0].strength for found in told}) == 1
    wells = replace(drafted(), title="Wells and pumps", objective=secret.objective, start=secret.start, end=secret.end)
    assert found_alike(wells, focal_point) == []


def test_hidden_ones_are_told_for_so_many_titles_an_hour(
    db: None, focal_point: User, coordinator: User, client_for: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hint, "MOST_TITLES", 1)
    secret = scanners("GB", visibility="restricted")
    check(secret.pk)
    assert [bool(found_alike(drafted(), focal_point)) for _ in range(2)] == [True, True]
    other = replace(drafted(), title=f"{secret.title}s")
    assert found_alike(other, focal_point) == []
    assert [one.titles for one in review.hints()] == [1]
    page = client_for(coordinator).get("/oversight/").content.decode()
    assert "Restricted projects told while typing" in page
    Hint.objects.update(given_at=timezone.now() - timedelta(hours=2))
    assert found_alike(other, focal_point)


def test_the_title_on_record_is_not_counted_and_the_log_names_nobody(
    db: None, focal_point: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hint, "MOST_TITLES", 0)
    check(scanners("GB", visibility="restricted").pk)
    own = scanners("DE")
    assert found_alike(drafted(project_id=own.pk, partner_id=own.partner_id), focal_point)
    assert [found_alike(drafted(), focal_point) for _ in range(2)] == [[], []]
    assert [line.getMessage().partition(" was ")[0] for line in caplog.records] == [f"User {focal_point.pk}"]


@pytest.mark.django_db(transaction=True)
def test_who_asks_twice_at_the_same_time_is_counted_twice(focal_point: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hint, "MOST_TITLES", 1)
    secret = make_project("GB", visibility="restricted")

    def ask() -> bool:
        try:
            with transaction.atomic():
                return hint.give(focal_point, "other words", [secret.pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            assert hint.give(focal_point, "words", [secret.pk])
            meanwhile = beside.submit(ask)
            with pytest.raises(TimeoutError):
                meanwhile.result(timeout=0.5)
        assert meanwhile.result(timeout=10) is False


def test_what_was_told_long_ago_is_forgotten(focal_point: User) -> None:
    for days in (89, 91):
        at = timezone.now() - timedelta(days=days)
        Hint.objects.create(user=focal_point, other=make_project("GB"), title_hash=f"{days}", given_at=at)
    assert forget_hints.call() == 1
    assert Hint.objects.get().title_hash == "89"


def test_the_mark_of_a_hidden_one_is_of_one_person_and_one_draft(db: None, focal_point: User, recipient: User) -> None:
    check(scanners("GB", visibility="restricted").pk)
    asked = [(focal_point, "a"), (focal_point, "b"), (recipient, "a")]
    marks = {found_alike(replace(drafted(), form=form), user)[0].key for user, form in asked}
    assert len(marks) == len(asked)


def test_at_most_so_many_look_alikes_in_a_constant_number_of_queries(db: None, analyst: User) -> None:
    partners = [make_user().partner.code, "GB", "FR", "IT", "US", "JP", "CA"]
    checked(*(scanners(code) for code in partners))

    with CaptureQueriesContext(connection) as queries:
        found = found_alike(drafted(), analyst, limit=5)

    assert len(found) == 5
    assert len(queries) <= 15  # two of them for the town and the thing in the title
