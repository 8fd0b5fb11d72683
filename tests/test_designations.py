"""Who speaks for a partner: from a day to a day, one first contact at a time, by letter, and told in time."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import get_partner, make_focal_point, make_invitation, make_letter, make_project, make_user
from partners.designations import designate, end, tell_of_ending
from partners.invitations import accept
from partners.models import FocalPoint, Invitation, Notification, Partner, User
from projects.audience import readers_of
from projects.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_day")]
ClientFor = Callable[[User], Client]

PDF = b"%PDF-1.7 letter"


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def posted(email: str, **fields: object) -> dict[str, object]:
    return {"email": email, "is_primary": "yes", "started": timezone.localdate().isoformat(), **fields}


def designated(partner: str) -> dict[str, tuple[bool, date | None]]:
    points = FocalPoint.objects.active().filter(partner=get_partner(partner)).select_related("user")
    return {point.user.email: (point.is_primary, point.ended) for point in points}


# -- Rules -------------------------------------------------------------------------------------------------------------
def test_there_is_one_first_contact_at_a_time(focal_point: User, germany: Partner, reader: User) -> None:
    with pytest.raises(IntegrityError, match="focal_point_primary_once"), transaction.atomic():
        FocalPoint.objects.create(partner=germany, user=reader, started=timezone.localdate())
    FocalPoint.objects.create(partner=germany, user=reader, started=timezone.localdate(), is_primary=False)


def test_a_new_first_contact_takes_the_place_of_the_old_one(focal_point: User, germany: Partner, reader: User) -> None:
    designate(germany, reader, is_primary=True, started=days(10))
    assert designated("DE") == {focal_point.email: (True, days(10))}
    assert FocalPoint.objects.coming().get().user == reader


def test_the_old_first_contact_may_stay_as_a_deputy(focal_point: User, germany: Partner, reader: User) -> None:
    designate(germany, reader, is_primary=True, started=timezone.localdate(), predecessor_stays=True)
    assert designated("DE") == {focal_point.email: (False, None), reader.email: (True, None)}


def test_a_deputy_who_becomes_first_contact_stops_being_deputy(germany: Partner, reader: User) -> None:
    designate(germany, reader, is_primary=False, started=days(-30))
    designate(germany, reader, is_primary=True, started=timezone.localdate())
    assert designated("DE") == {reader.email: (True, None)}


def test_the_same_designation_twice_is_refused(focal_point: User, germany: Partner) -> None:
    with pytest.raises(ValidationError, match="is first contact of Germany from"):
        designate(germany, focal_point, is_primary=True, started=timezone.localdate())


def test_a_designation_in_the_future_gives_no_right_today(germany: Partner, analyst: User) -> None:
    designate(germany, analyst, is_primary=False, started=days(1))
    assert not analyst.is_focal_point


def test_who_comes_with_a_designation_belongs_to_the_partner_from_its_first_day(
    germany: Partner, focal_point: User, client_for: Callable[[User], Client]
) -> None:
    """Until then only what all partners see is read: a draft, a restricted project and a letter are not."""
    closed = [make_project("DE", draft=True), make_project("DE", visibility="restricted")]
    invitation = make_invitation(germany, started=days(10), is_primary=False, email="new@adam.example")
    person = accept(invitation, None, name="New", password="quiet-river-crossing-17")
    assert person
    assert person.title == f"Speaks for Germany from {date_format(days(10), 'j F Y')}"
    addresses = [
        *(project.get_absolute_url() for project in closed),
        reverse("people:letter", args=[make_letter("DE").pk]),
    ]
    client = client_for(person)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert client.get(make_project("DE").get_absolute_url()).status_code == 200
    assert readers_of(germany.pk, "restricted", set())[germany.pk].people == 1
    FocalPoint.objects.filter(user=person).update(started=timezone.localdate())
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert User.objects.get(pk=person.pk).writes_for == {germany.pk}
    assert readers_of(germany.pk, "restricted", set())[germany.pk].people == 2


def test_a_reader_who_is_designated_for_later_reads_on(germany: Partner, reader: User) -> None:
    designate(germany, reader, is_primary=False, started=days(10))
    person = User.objects.get(pk=reader.pk)
    assert (person.own_partners, person.writes_for) == ({germany.pk}, frozenset())


def test_a_person_speaks_for_several_partners(focal_point: User) -> None:
    designate(get_partner("FR"), focal_point, is_primary=True, started=timezone.localdate())
    person = User.objects.get(pk=focal_point.pk)
    assert person.title == "Focal point of France and Germany"
    assert person.writes_for == {get_partner("DE").pk, get_partner("FR").pk}


def test_both_are_told(focal_point: User, reader: User, germany: Partner, coordinator: User) -> None:
    designate(germany, reader, is_primary=False, started=timezone.localdate(), by=coordinator)
    end(focal_point.designations.get(), days(3), coordinator)
    assert Notification.objects.get(user=reader).subject == "You are focal point of Germany"
    told = Notification.objects.get(user=focal_point).subject
    assert told == f"You speak for Germany until {date_format(days(2), 'j F Y')}"  # the last day


def test_the_first_contact_who_makes_way_is_asked_about_and_told(
    client_for: ClientFor, coordinator: User, focal_point: User, reader: User
) -> None:
    FocalPoint.objects.update(started=timezone.localdate())
    address = reverse("people:designate", args=[get_partner("DE").pk])
    refused = client_for(coordinator).post(address, posted(reader.email)).content.decode()
    assert "Choose “Ends on that day” or “Stays as a deputy”." in refused
    client_for(coordinator).post(address, posted(reader.email, predecessor_stays="yes"))
    assert designated("DE") == {reader.email: (True, None), focal_point.email: (False, None)}
    assert "stays as a deputy from that day" in Notification.objects.get(user=focal_point).text
    assert not Notification.objects.filter(user=coordinator).exists()  # who did it


def test_the_end_is_told_a_month_before_and_once(focal_point: User, coordinator: User) -> None:
    FocalPoint.objects.update(ended=days(31))
    assert tell_of_ending() == 0
    FocalPoint.objects.update(ended=days(30))
    tell_of_ending()
    tell_of_ending()
    assert {told.user for told in Notification.objects.all()} == {focal_point, coordinator}
    assert Notification.objects.count() == 2


# -- The page ----------------------------------------------------------------------------------------------------------
def test_somebody_with_an_account_is_designated_at_once(client_for: ClientFor, coordinator: User, reader: User) -> None:
    letter = SimpleUploadedFile("note verbale.pdf", PDF)
    client_for(coordinator).post(
        reverse("people:designate", args=[get_partner("DE").pk]),
        posted(reader.email, last_day=days(9).isoformat(), letter=letter),
    )
    assert designated("DE") == {reader.email: (True, days(10))}
    assert Letter.objects.get().designation == FocalPoint.objects.get()


def test_somebody_without_is_invited_with_all_that_was_said(
    client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    client_for(coordinator).post(
        reverse("people:designate", args=[get_partner("DE").pk]),
        posted("new@adam.example", last_day=days(99).isoformat(), letter=SimpleUploadedFile("a.pdf", PDF))
        | {"predecessor_stays": "yes"},
    )
    user = accept(Invitation.objects.get(), None, name="New", password="seven mules cross slowly")
    assert user
    assert designated("DE") == {focal_point.email: (False, None), "new@adam.example": (True, days(100))}
    assert Letter.objects.of(FocalPoint.objects.get(user=user)).count() == 1
    assert "is first contact of Germany from" in Notification.objects.get(user=coordinator).subject


def test_a_name_is_no_markup(client_for: ClientFor, coordinator: User) -> None:
    make_focal_point("DE", name="<b>Heidi</b> & Söhne")
    page = client_for(coordinator).get(reverse("people:designate", args=[get_partner("DE").pk])).content.decode()
    assert "&lt;b&gt;Heidi&lt;/b&gt; &amp; Söhne" in page
    assert "<b>Heidi" not in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"started": "1026-01-01"}, "Check the year"),
        ({"last_day": days(-1).isoformat()}, "The last day is before the first."),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"letter": SimpleUploadedFile("letter.pdf", b"MZ not a letter")}, "the content is not that of a .pdf file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    said: dict[str, object], sentence: str, client_for: ClientFor, coordinator: User
) -> None:
    address = reverse("people:designate", args=[get_partner("DE").pk])
    page = client_for(coordinator).post(address, posted("new@adam.example") | said).content.decode()
    assert sentence in page
    assert str(said.get("email", "new@adam.example")) in page
    assert not Invitation.objects.exists()


def test_a_closed_account_is_not_designated(client_for: ClientFor, coordinator: User) -> None:
    gone = make_user(is_active=False)
    answer = client_for(coordinator).post(reverse("people:designate", args=[get_partner("DE").pk]), posted(gone.email))
    assert "is closed" in answer.content.decode()


def test_changing_the_days_and_the_rank(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    deputy = make_focal_point("DE")
    client, point = client_for(coordinator), FocalPoint.objects.get(user=deputy)
    address = reverse("people:designation", args=[point.pk])
    refused = client.post(address, {"is_primary": "yes", "started": "2026-01-01"}).content.decode()
    assert "Another person is first contact of this partner in that time." in refused
    client.post(address, {"is_primary": "no", "started": "2026-01-01", "last_day": days(5).isoformat()})
    point.refresh_from_db()
    assert (point.started, point.ended) == (date(2026, 1, 1), days(6))


def test_ending_on_a_day_and_today(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    address = reverse("people:end-designation", args=[focal_point.designations.get().pk])
    client_for(coordinator).post(address, {"day": days(5).isoformat()})
    assert designated("DE") == {focal_point.email: (True, days(5))}
    for day in ("someday", days(-1).isoformat(), "2020-01-01"):
        client_for(coordinator).post(address, {"day": day})
    assert designated("DE") == {focal_point.email: (True, days(5))}
    client_for(coordinator).post(address)
    assert designated("DE") == {}


def test_the_letter_is_for_the_partner_and_the_coordinators(
    client_for: ClientFor, reader: User, other_focal_point: User, coordinator: User
) -> None:
    address = make_letter("DE", PDF).get_absolute_url()
    answers = [client_for(user).get(address) for user in (reader, coordinator, other_focal_point)]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert b"".join(answers[0].streaming_content) == PDF  # type: ignore[attr-defined]
    assert answers[0]["Content-Disposition"] == 'attachment; filename="letter.pdf"'


def test_an_invitation_is_sent_again_with_a_new_link(
    client_for: ClientFor, coordinator: User, germany: Partner
) -> None:
    invitation = Invitation.objects.create(email="late@adam.example", partner=germany, expires_at=timezone.now())
    client_for(coordinator).post(reverse("invitations:send-again", args=[invitation.pk]))
    again = Invitation.objects.get()
    assert again.is_pending
    assert again.token != invitation.token


def test_the_page_of_a_partner_costs_the_same_however_many_speak_for_it(
    client_for: ClientFor, coordinator: User, germany: Partner, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        person = make_focal_point("DE", started=days(-100 + number), ended=days(number * 20 - 60))
        make_letter("DE", f"%PDF- {number}".encode(), designation=person.designations.get())
    client = client_for(coordinator)
    client.get(germany.get_absolute_url())
    with django_assert_max_num_queries(26):
        page = client.get(germany.get_absolute_url()).content.decode()
    assert page.count(">Letter<") == 6


# -- The list and the page of partners ---------------------------------------------------------------------------------
def test_the_list_tells_the_state_of_designation(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    make_focal_point("NO", ended=days(20), started=days(-5))
    Invitation.objects.create(email="new@adam.example", partner=get_partner("FR"))
    client, address = client_for(coordinator), reverse("partners:list")

    def listed(**query: str) -> list[str]:
        return [partner.code for partner in client.get(address, query).context["partners"]]

    assert listed(designated="ending") == ["NO"]
    assert listed(designated="invited") == ["FR"]
    assert listed(designated="yes", sort="-since") == ["NO", "DE"]
    assert len(listed(sort="nonsense")) == 81


def test_standing_is_for_the_partner_and_for_those_who_compare(
    client_for: ClientFor, germany: Partner, reader: User, analyst: User, other_focal_point: User
) -> None:
    pages = [
        client_for(user).get(germany.get_absolute_url()).content.decode()
        for user in (reader, analyst, other_focal_point)
    ]
    assert ["How it takes part" in page for page in pages] == [True, True, False]
