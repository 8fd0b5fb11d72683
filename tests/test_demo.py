"""The makers make what the database accepts; the world is the same every time and holds the overlaps it promises."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from adam.demo import makers
from adam.demo.load import load
from adam.demo.world import LOOK_ALIKES, OVERLAPS, SIZE, people, world
from adam.demo.world.report import AS_OF
from duplication.models import Alert, Position, Verdict
from partners.models import FocalPoint, Notification, User
from projects.models import Contribution, Document, Project
from projects.reading import read
from roundtables.models import Consideration, FollowUp, MeetingDocument, Recommendation, RoundTable


# -- Makers ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_makers_fit_together(focal_point: User, other_focal_point: User, coordinator: User) -> None:
    first = makers.make_project(
        "DE",
        implementing=["GIZ"],
        beneficiaries=["Drug Control Agency"],
        activities=[{"type": "A05", "quantity": 12, "unit": "test kits", "country_id": "TJ"}],
        identifiers=[("IATI", "DE-1-201500001")],
        contributions=[("DE", 200_000, "EUR"), ("LU", 50_000, "EUR")],
    )
    second = makers.make_project("GB", visibility=Project.Visibility.NAMED_PARTNERS, shared_with=["DE", "UNODC"])
    alert = makers.make_alert(second, first)
    makers.make_position(alert, focal_point)
    makers.make_verdict(alert, coordinator)

    assert alert.first == first
    assert Alert.objects.decided().awaiting(other_focal_point).count() == 0
    assert set(Project.objects.visible_to(focal_point)) == {first, second}


# -- The world as plain reports ----------------------------------------------------------------------------------------
def test_world_has_as_many_projects_as_the_first_adam() -> None:
    assert len(world().reports) == SIZE == 873


def test_world_is_the_same_in_another_process() -> None:
    """Also where sets and dictionaries of strings are in another order."""
    script = (
        "import django; django.setup(); from adam.demo.world import world;"
        "from hashlib import sha256; print(sha256(repr(world().reports).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "adam.settings"},
            cwd=site.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_overlaps_are_of_every_kind_and_name_projects_that_exist() -> None:
    references = Counter(report.reference for report in world().reports if report.reference)
    kinds = Counter(overlap.kind for overlap in OVERLAPS)

    assert set(kinds) == set(Alert.Kind.values)
    assert 40 <= len(OVERLAPS) <= 60
    assert all(references[one.first] == references[one.second] == 1 for one in OVERLAPS)
    assert all(references[first] == references[second] == 1 for first, second in LOOK_ALIKES)


def test_reports_agree_with_the_day_they_show() -> None:
    for report in world().reports:
        assert report.start <= report.end
        assert report.status != "1" or report.start > AS_OF
        assert report.recorded is None or report.recorded.date() < AS_OF
        assert report.draft or report.confirmed is not None


def test_reports_are_worded_differently() -> None:
    titles = Counter(report.title for report in world().reports)
    texts = Counter(report.objective for report in world().reports if report.objective)

    assert len(titles) > 0.98 * SIZE
    assert max(texts.values()) < 12
    assert {report.language for report in world().reports} >= {"en", "fr", "ru"}


# -- The world in the database -----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Loaded once for the tests of this module, in a transaction that is rolled back."""
    from django.db import transaction

    quick = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("documents"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with django_db_blocker.unblock(), quick, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADAM_DEMO_PASSWORD", "chosen-for-this-test")
        with transaction.atomic():
            load(lambda step: None)
            assert all(document.file.size == document.size for document in Document.objects.all())
            yield
            transaction.set_rollback(True)


@pytest.mark.django_db  # without the mark nothing tells that there must be a database of the tests
@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_projects_are_complete(self) -> None:
        assert Project.objects.count() == SIZE
        assert not Project.objects.filter(countries=None).exists()
        assert not Project.objects.filter(themes=None).exists()
        assert Project.objects.filter(published_at=None, merged_into=None).count() == 9
        assert 800 < Project.objects.exclude(contributions=None).distinct().count() <= SIZE
        assert set(Project.objects.values_list("visibility", flat=True)) == set(Project.Visibility.values)

    def test_money_is_valued_where_there_is_a_rate(self) -> None:
        assert not Contribution.objects.filter(currency="USD", usd=None).exists()
        assert Contribution.objects.filter(usd=None).count() < 0.1 * Contribution.objects.count()
        assert Contribution.objects.values("currency").distinct().count() > 8

    def test_accounts_have_their_roles_and_the_one_password(self) -> None:
        for role in people.ROLES:
            assert check_password("chosen-for-this-test", User.objects.get(email=f"{role}@adam.example").password)
        for address, partner in (("focal-point", "DE"), ("other-focal-point", "GB"), ("recipient", "TJ")):
            user = User.objects.get(email=f"{address}@adam.example")
            assert FocalPoint.objects.active().filter(user=user, partner__code=partner).exists()
        assert not User.objects.get(email="focal-point.france@adam.example").has_usable_password()
        assert FocalPoint.objects.active().values("partner").distinct().count() == 27

    def test_most_known_overlaps_are_found_and_no_look_alike(self) -> None:
        numbers = dict(Project.objects.exclude(reference="").values_list("reference", "pk"))
        raised = set(Alert.objects.values_list("first", "second"))

        def alerted(first: str, second: str) -> bool:
            return tuple(sorted((numbers[first], numbers[second]))) in raised

        found = Counter(one.kind for one in OVERLAPS if alerted(one.first, one.second))
        assert sum(found.values()) > 0.75 * len(OVERLAPS)
        assert set(found) == set(Alert.Kind.values)
        assert sum(alerted(*pair) for pair in LOOK_ALIKES) <= 2

    def test_the_two_focal_points_have_alerts_to_answer_together(self) -> None:
        first, second = (
            User.objects.get(email=f"{name}@adam.example") for name in ("focal-point", "other-focal-point")
        )

        assert 3 <= Alert.objects.awaiting(first).count() <= 15
        assert Alert.objects.open().answerable_by(first).answerable_by(second).count() >= 3

    def test_some_is_decided_and_answered(self) -> None:
        assert Alert.objects.open().exists()
        assert len(set(Verdict.objects.values_list("outcome", flat=True))) > 3
        assert Position.objects.exists()
        assert FollowUp.objects.count() > 10
        for state in Recommendation.State:
            assert Recommendation.objects.in_state(state).exists(), state
        assert Recommendation.objects.to_assess().exists()
        assert RoundTable.objects.filter(participants=None).count() == 0
        decisions = Consideration.objects.values_list("decision", flat=True)
        assert sorted(decisions) == ["amended", "carried", "carried"]

    def test_what_was_found_to_be_the_same_counts_once_on_past_days_too(self) -> None:
        reader, day = User.objects.get(email="coordinator@adam.example"), timezone.localdate() - timedelta(days=30)
        money = {}
        for totals in ("gross", "net"):
            query = QueryDict(f"rows=partner&measure=budget&totals={totals}&as_of={day}")
            with read(query, reader) as found:
                money[totals] = found.table.total.value
        assert money["net"] < money["gross"]

    def test_nothing_is_mailed_and_little_unread(self) -> None:
        assert not Notification.objects.due().exists()
        assert 0 < Notification.objects.unread().filter(user__email="focal-point@adam.example").count() <= 6

    def test_documents_are_files_of_several_types(self) -> None:
        types = Counter(Document.objects.values_list("content_type", flat=True))

        assert 25 <= sum(types.values()) <= 45
        assert {"application/pdf", "image/png", "image/jpeg", "text/csv", "text/plain"} <= set(types)
        assert MeetingDocument.objects.filter(follow_up=None).count() == 2
        assert MeetingDocument.objects.exclude(follow_up=None).count() == 1

    def test_a_registry_with_projects_is_left_alone(self) -> None:
        with pytest.raises(CommandError, match="projects already"):
            call_command("load_demo")


def test_password_is_made_once_and_kept_private(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADAM_DEMO_PASSWORD", raising=False)
    settings.VAR = tmp_path

    assert people.password() == people.password()
    assert len(people.password()) > 15
    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600
