"""What opened an alert again is told of a project that is or was restricted only to who saw it."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_verdict
from duplication.detection import check
from duplication.models import Alert
from partners.models import User
from partners.text import money
from projects.models import Project
from tests.reported_twice import checked, pay, scanners

ClientFor = Callable[[User], Client]
OnCommit = DjangoCaptureOnCommitCallbacks


def test_of_a_restricted_project_only_that_it_changed_is_told(
    focal_point: User, client_for: ClientFor, django_capture_on_commit_callbacks: OnCommit
) -> None:
    secret = scanners("GB", visibility=Project.Visibility.RESTRICTED, amount=Decimal(777_777))
    checked(secret, scanners("DE"))
    alert = Alert.objects.get()
    make_verdict(alert)
    pay(secret, 888_888)
    with django_capture_on_commit_callbacks(execute=True):
        check(secret.pk)

    text = focal_point.notifications.get(kind="reopened").text
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    asked = client_for(focal_point).get(f"/api/alerts/{alert.pk}/")
    answer = asked.content.decode()
    assert asked.status_code == 200
    assert "Something has changed in a restricted project." in text
    assert "Something has changed in a restricted project." in page
    assert not [told for told in (text, page, answer) if re.search(r"888\W?888|777\W?777|Amount", told)]


def test_what_was_restricted_when_it_was_judged_stays_untold_to_the_other_side(
    focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    secret = scanners("GB", visibility=Project.Visibility.RESTRICTED, amount=Decimal(777_777))
    checked(secret, scanners("DE"))
    make_verdict(Alert.objects.get())
    pay(secret, 888_888)
    Project.objects.filter(pk=secret.pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    check(secret.pk)

    address = Alert.objects.get().get_absolute_url()
    sum_told = money(Decimal(777_777))  # not its digits alone: a page has numbers that are drawn by lot
    assert sum_told not in client_for(focal_point).get(address).content.decode()
    assert sum_told in client_for(coordinator).get(address).content.decode()


def test_what_was_recorded_while_restricted_stays_untold_once_open(focal_point: User, client_for: ClientFor) -> None:
    theirs = scanners("GB", amount=Decimal(777_777))
    checked(theirs, scanners("DE"))
    make_verdict(Alert.objects.get())
    Project.objects.filter(pk=theirs.pk).update(visibility=Project.Visibility.RESTRICTED)
    pay(theirs, 888_888)
    check(theirs.pk)
    pay(theirs, 999_999)
    Project.objects.filter(pk=theirs.pk).update(visibility=Project.Visibility.ALL_PARTNERS)

    page = client_for(focal_point).get(Alert.objects.get().get_absolute_url()).content.decode()
    assert "999" in page
    assert not re.search(r"888\W?888|777\W?777", page)


def test_what_only_some_partners_saw_when_it_was_judged_stays_untold_to_the_others(
    focal_point: User, client_for: ClientFor
) -> None:
    named = scanners("GB", visibility=Project.Visibility.NAMED_PARTNERS, amount=Decimal(777_777))
    checked(named, scanners("DE"))
    alert = Alert.objects.get()
    make_verdict(alert)
    Project.objects.filter(pk=named.pk).update(visibility=Project.Visibility.ALL_PARTNERS)
    pay(named, 888_888)
    check(named.pk)

    assert not re.search(r"777\W?777", client_for(focal_point).get(alert.get_absolute_url()).content.decode())
