"""What addressees report on recommendations, with documents, and what coordinators make of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adam.demo.makers import (
    get_partner,
    make_follow_up,
    make_organization,
    make_project,
    make_recommendation,
    make_round_table,
)
from partners.models import Notification, Partner, User
from partners.notifications import deliver
from projects.models import KeptForm, Project
from roundtables.addressees import partners_of
from roundtables.models import FollowUp, MeetingDocument, Recommendation
from tests.conftest import Mailbox

ClientFor = Callable[[User], Client]


def report_on(made: Recommendation) -> str:
    return f"/round-tables/recommendations/{made.pk}/follow-up/"


def assessment_of(made: Recommendation) -> str:
    return f"/round-tables/recommendations/{made.pk}/assessment/"


def said(user: User, **fields: Any) -> dict[str, Any]:
    words = {"progress": "in_progress", "text": "Two officers were posted."}
    return {"partner": user.partner_id, "visibility": "project", **words, **fields}


def paper(content: bytes = b"%PDF-1.4 report", name: str = "report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


# -- Who is to act -----------------------------------------------------------------------------------------------------
ADDRESSED = [
    ({"countries": ["TJ", "KG"]}, "TJ KG"),
    ({"countries": ["TJ"], "addressees": ["governments"]}, "TJ"),
    ({"countries": ["TJ"], "addressees": ["unodc"]}, "UNODC"),
    ({"countries": ["TJ"], "addressees": ["donors"]}, "DE"),
    ({"countries": ["AF"], "addressees": ["donors", "governments"]}, "AF FR"),
    ({"countries": [], "addressees": ["donors"]}, "DE FR"),
    ({"countries": [], "addressees": ["governments"]}, ""),
    ({"countries": ["TJ"], "named": ["JP"]}, "JP"),
    ({"countries": ["TJ"], "named": ["JP"], "addressees": ["governments"]}, "TJ JP"),
    ({"countries": ["TJ"], "bodies": ["UZ"]}, "UZ"),
    ({"countries": ["TJ"], "bodies": [None]}, ""),
]


def addressed(fields: dict[str, Any]) -> Recommendation:
    made = make_recommendation(**{name: value for name, value in fields.items() if name not in {"named", "bodies"}})
    made.addressed_partners.set(get_partner(code) for code in fields.get("named", []))
    made.addressed_organizations.set(
        make_organization(f"Body {code}", country=code) for code in fields.get("bodies", [])
    )
    return made


def test_who_is_to_act_reads_the_same_from_both_sides(db: None) -> None:
    make_project("DE", countries=["TJ"])
    make_project("FR", countries=["AF"])
    make_project("GB", countries=["TJ", "AF"], visibility=Project.Visibility.RESTRICTED)
    make_project("IT", countries=["TJ"], draft=True)
    make_project("US", countries=["TJ"], amount=None)
    made = [addressed(fields) for fields, _ in ADDRESSED]
    these = Recommendation.objects.filter(pk__in=[one.pk for one in made])
    codes = dict(Partner.objects.values_list("pk", "code"))
    asked = {code: set(these.addressed_to([pk]).values_list("pk", flat=True)) for pk, code in codes.items()}
    found = partners_of(made)
    for one, (fields, partners) in zip(made, ADDRESSED, strict=True):
        assert {code for code, of in asked.items() if one.pk in of} == set(partners.split()), fields
        assert {codes[pk] for pk in found[one.pk]} == set(partners.split()), fields


def test_the_number_of_queries_does_not_grow_with_the_recommendations(db: None, django_assert_num_queries: Any) -> None:
    made = [make_recommendation(addressees=["donors", "unodc"]) for _ in range(12)]
    with django_assert_num_queries(7):
        partners_of(made)


# -- Reporting ---------------------------------------------------------------------------------------------------------
def test_the_recipient_reports_and_it_moves_on(recipient: User, client_for: ClientFor) -> None:
    made, client = make_recommendation(countries=["TJ"]), client_for(recipient)
    for _ in range(2):  # the second is a double click
        answer = client.post(report_on(made), said(recipient), follow=True)
    assert "Two officers were posted." in answer.content.decode()
    entry = FollowUp.objects.get()
    assert (entry.partner, entry.author) == (recipient.partner, recipient)
    assert Recommendation.objects.with_state().get(pk=made.pk).state == Recommendation.State.IN_PROGRESS


def test_the_form_knows_for_whom_one_speaks(recipient: User, client_for: ClientFor) -> None:
    html = client_for(recipient).get(report_on(make_recommendation(countries=["TJ"]))).content.decode()
    assert f'name="partner" value="{recipient.partner_id}"' in html


def test_who_says_that_it_is_done_waits_for_a_coordinator(recipient: User, client_for: ClientFor) -> None:
    made = make_recommendation(countries=["TJ"])
    client_for(recipient).post(report_on(made), said(recipient, progress="implemented"))
    fresh = Recommendation.objects.with_state().get(pk=made.pk)
    assert fresh.state == Recommendation.State.IN_PROGRESS
    assert fresh.awaits_assessment


def test_only_those_who_are_to_act_report(focal_point: User, reader: User, client_for: ClientFor) -> None:
    made = make_recommendation(countries=["TJ"])
    assert client_for(focal_point).get(report_on(made)).status_code == 403
    made.addressed_partners.add(focal_point.partner)
    assert client_for(focal_point).get(report_on(made)).status_code == 200
    assert client_for(reader).post(report_on(made), said(reader)).status_code == 403


def test_the_page_says_who_is_meant(recipient: User, client_for: ClientFor) -> None:
    made = make_recommendation(countries=["TJ"], addressees=["governments", "donors"])
    html = client_for(recipient).get(report_on(made)).content.decode()
    assert "Recipient governments are those of its countries." in html
    assert "Donors are the partners that pay for a project in one of its countries" in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"partner": "DE"}, "There is a problem"),
        ({"progress": "superseded"}, "There is a problem"),
        ({"progress": ""}, "Choose how far it is."),
        ({"text": "  "}, "Say what was done, or what stands in the way."),
        ({"text": "", "files": "paper"}, "Choose the files again"),
        ({"files": "program"}, "this kind of file is not taken in"),
        ({"files": "lie"}, "the content is not that of a .pdf file"),
        ({"files": "many"}, "These are 11 files. Choose 10 at most."),
        ({"files": "twice"}, "this very file is here already"),
    ],
)
def test_a_wrong_report_is_refused_in_words_and_kept_as_typed(
    recipient: User, client_for: ClientFor, fields: dict[str, Any], sentence: str
) -> None:
    files = {
        "paper": [paper()],
        "program": [paper(), paper(b"MZ", "setup.exe")],
        "lie": [paper(b"MZ no pdf")],
        "many": [paper(b"%%PDF-1.4 %d" % number) for number in range(11)],
        "twice": [paper(), paper(name="again.pdf")],
    }
    if fields.get("partner"):
        fields = {"partner": get_partner(fields["partner"]).pk}
    if fields.get("files"):
        fields = {**fields, "files": files[fields["files"]]}
    made = make_recommendation(countries=["TJ"])
    html = client_for(recipient).post(report_on(made), said(recipient, **fields)).content.decode()
    assert sentence in html
    assert fields.get("text") is not None or "Two officers were posted." in html
    assert not FollowUp.objects.exists()
    assert not MeetingDocument.objects.exists()


@pytest.mark.parametrize(("address", "who"), [(report_on, "recipient"), (assessment_of, "coordinator")])
def test_what_was_typed_by_who_was_signed_out_is_there_after_signing_in(
    address: Callable[[Recommendation], str], who: str, request: pytest.FixtureRequest, client_for: ClientFor
) -> None:
    user, made = request.getfixturevalue(who), make_recommendation(countries=["TJ"])
    client = client_for(user)
    keys = client.get(address(made)).context["form"].kept
    typed = said(user) | {"form": keys.note, "token": str(keys.token)}
    client.logout()
    client.post(address(made), typed)
    client.force_login(user)
    back = f"{address(made)}?kept={keys.token}"
    assert "Two officers were posted." in client.get(back).content.decode()
    client.post(address(made), typed)
    assert made.follow_ups.count() == 1
    assert "saved" in client.post("/projects/kept/", typed).json()  # as a browser asks that had it written down
    assert not KeptForm.objects.exists()


def test_documents_come_with_the_report_and_stand_with_it(
    recipient: User, coordinator: User, client_for: ClientFor
) -> None:
    made = make_recommendation(countries=["TJ"])
    files = [paper(), paper(b"%PDF-1.4 annex", "annex.pdf")]
    client_for(recipient).post(report_on(made), said(recipient, files=files))
    entry = FollowUp.objects.get()
    assert {one.name for one in entry.documents.all()} == {"report.pdf", "annex.pdf"}
    page = client_for(coordinator).get(made.round_table.get_absolute_url()).content.decode()
    assert "annex.pdf" in page[page.index("What came of it") :]
    assert "annex.pdf" not in page[page.index('id="documents"') :]


def test_one_file_may_come_with_reports_on_several_recommendations(recipient: User, client_for: ClientFor) -> None:
    meeting, client = make_round_table(), client_for(recipient)
    for _ in range(2):
        client.post(report_on(make_recommendation(meeting)), said(recipient, files=[paper()]))
    assert MeetingDocument.objects.count() == 2


def test_a_restricted_document_of_a_report_is_for_its_partner_and_coordinators(
    recipient: User, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    made = make_recommendation(countries=["TJ"])
    client_for(recipient).post(report_on(made), said(recipient, files=[paper()], visibility="restricted"))
    document = MeetingDocument.objects.get()
    for user, status in ((recipient, 200), (coordinator, 200), (focal_point, 404)):
        client = client_for(user)
        assert client.get(document.get_absolute_url()).status_code == status
        shown = client.get(made.round_table.get_absolute_url()).content.decode()
        assert ("report.pdf" in shown) is (status == 200)
    about = client_for(recipient).get(f"/round-tables/documents/{document.pk}/about/").content.decode()
    assert "Coordinators and Tajikistan only." in about


def test_a_document_of_a_report_is_changed_by_those_who_speak_for_its_partner(
    recipient: User, focal_point: User, client_for: ClientFor
) -> None:
    made = make_recommendation(countries=["TJ"])
    client_for(recipient).post(report_on(made), said(recipient, files=[paper()]))
    address = f"/round-tables/documents/{MeetingDocument.objects.get().pk}/replace/"
    assert client_for(focal_point).get(address).status_code == 403
    client_for(recipient).post(address, {"file": paper(b"%PDF-1.4 corrected"), "note": "Corrected"})
    assert MeetingDocument.objects.get().version == 2


# -- Assessing ---------------------------------------------------------------------------------------------------------
def test_a_coordinator_assesses_in_no_partners_name(coordinator: User, recipient: User, client_for: ClientFor) -> None:
    made = make_recommendation()
    make_follow_up(made, recipient, partner=recipient.partner, progress="implemented")
    client_for(coordinator).post(assessment_of(made), {"progress": "implemented", "text": "Seen on the spot."})
    assert FollowUp.objects.assessments().get().author == coordinator
    assert Recommendation.objects.with_state().get(pk=made.pk).state == Recommendation.State.IMPLEMENTED
    assert not Recommendation.objects.to_assess().exists()


def test_the_one_that_takes_its_place_is_chosen(coordinator: User, client_for: ClientFor) -> None:
    made, later = make_recommendation(), make_recommendation(make_round_table(start="2026-05-04", end="2026-05-05"))
    chosen = {"progress": "superseded", "text": "Taken up.", "meeting": later.round_table_id, "number": later.number}
    html = client_for(coordinator).post(assessment_of(made), chosen, follow=True).content.decode()
    assert FollowUp.objects.get().successor == later
    assert "In its place" in html


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "Choose the meeting whose recommendation takes the place of this one."),
        ({"number": ""}, "Enter the number of the recommendation that takes the place of this one."),
        ({"number": 77}, "has no recommendation 77."),
        ({"number": 1}, "This is the recommendation itself."),
        ({"number": 2}, "That one is superseded by this one."),
        ({"text": "", "number": 3}, "Say why, in a sentence or two."),
        ({"progress": "", "number": 3}, "Choose the state."),
    ],
)
def test_a_wrong_assessment_is_refused_in_words(
    coordinator: User, client_for: ClientFor, chosen: dict[str, Any], sentence: str
) -> None:
    meeting = make_round_table()
    made, other, _ = (make_recommendation(meeting) for _ in range(3))
    make_follow_up(other, coordinator, progress="superseded", successor=made)
    data = {"progress": "superseded", "text": "Taken up.", **({"meeting": meeting.pk} if chosen else {}), **chosen}
    html = client_for(coordinator).post(assessment_of(made), data).content.decode()
    assert sentence in html
    assert made.follow_ups.count() == 0


# -- Who is told -------------------------------------------------------------------------------------------------------
def test_coordinators_are_told_of_a_report_and_reporters_of_the_assessment(
    recipient: User, coordinator: User, other_focal_point: User, client_for: ClientFor
) -> None:
    made = make_recommendation(countries=["TJ"])
    client_for(recipient).post(report_on(made), said(recipient))
    told = Notification.objects.get()
    assert (told.user, told.kind, told.url) == (coordinator, "report", assessment_of(made))
    client_for(coordinator).post(assessment_of(made), {"progress": "open", "text": "Nothing to be seen yet."})
    told.refresh_from_db()
    assert told.read_at
    answer = Notification.objects.get(kind="assessment")
    assert answer.user == recipient
    assert "not begun" in answer.subject


def test_the_mail_says_who_reports_what_and_where_to_assess_it(
    recipient: User, coordinator: User, client_for: ClientFor, smtp: Mailbox
) -> None:
    made = make_recommendation(countries=["TJ"], text="Open liaison offices at all crossings.")
    client_for(recipient).post(report_on(made), said(recipient, files=[paper()]))
    Notification.objects.update(due_at="2026-01-01T00:00Z")
    deliver()
    (mail,) = smtp.messages
    assert "Tajikistan reports on recommendation 1" in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()
    for words in ("Open liaison offices", "Two officers were posted.", "With 1 document.", assessment_of(made)):
        assert words in text
    assert "you coordinate, and a partner reports on a recommendation" in text
