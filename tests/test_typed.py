"""Forms of pages that are no project's: who was signed out while filling one in finds it as it was left, and it saves
once.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from adam.demo.makers import (
    get_partner,
    make_document,
    make_focal_point,
    make_organization,
    make_project,
    make_recommendation,
    make_report,
    make_round_table,
)
from partners.models import User
from projects.models import KeptForm
from roundtables.models import Consideration, RoundTable, Series

pytestmark = pytest.mark.django_db
Fields = dict[str, Any]
NOT_SAID = {"csrfmiddlewaretoken", "form"}  # signed anew each time


def sent_by(page: str) -> Fields:
    """What a browser sends for the form that is kept."""
    (form,) = (form for form in html.fromstring(page).forms if "data-keep" in form.attrib)
    values: Fields = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value.removeprefix("\n"))  # with which a browser lets a text begin
    return values


def said(fields: Fields) -> Fields:
    return {name: values for name, values in fields.items() if name not in NOT_SAID and values != [""]}


def a_meeting() -> tuple[str, Fields]:
    came = [str(get_partner(code).pk) for code in ("DE", "GB")]
    typed = {"kind": ["other"], "focus": ["Dogs on trains"], "participants": came, "month_only": ["on"]}
    return "/round-tables/new/", typed | {"start": ["2025-03-01"], "city": ["Vienna"], "country": ["AT"]}


def a_series() -> tuple[str, Fields]:
    return f"/round-tables/series/{Series.objects.create(name='Balkans').pk}/edit/", {"name": ["Balkan route"]}


def a_body() -> tuple[str, Fields]:
    body = make_organization("Customs", acronym="CS")
    return f"/organizations/{body.pk}/edit/", {
        "name": ["Customs Service"],
        "acronym": [""],
        "others": ["Zoll\nDouane"],
    }


def a_relation() -> tuple[str, Fields]:
    project, other = make_project("DE"), make_project("GB", title="Dogs on trains")
    address = f"/projects/{project.pk}/relations/new/"
    return address, {"q": ["Dogs"], "other": [str(other.pk)], "role": ["sibling"]}


def a_report() -> tuple[str, Fields]:
    return "/projects/reports/new/", {"name": ["By donor"], "sharing": ["everybody"], "query": ["question=donors"]}


def another_report_name() -> tuple[str, Fields]:
    report = make_report(User.objects.get(email__startswith="coordinator"))
    return f"/projects/reports/{report.pk}/change/", {"name": ["By donor"], "sharing": ["nobody"]}


def a_search() -> tuple[str, Fields]:
    return "/projects/searches/new/", {"name": ["Tajik"], "query": ["country=TJ"]}


def two_meetings() -> tuple[RoundTable, str, int]:
    made = make_recommendation(make_round_table(start=date(2024, 1, 1), end=date(2024, 1, 2)), text="Still to be done")
    later = make_round_table(start=date(2025, 1, 1), end=date(2025, 1, 2))
    return later, f"/round-tables/{later.pk}/take-up/", made.pk


def several_taken_up() -> tuple[str, Fields]:
    _, address, number = two_meetings()
    return address, {"q": ["to be done"], "carry": [str(number)], "note": ["No progress."]}


def one_taken_up() -> tuple[str, Fields]:
    _, address, number = two_meetings()
    return f"{address}{number}/", {"text": ["Other words"], "due_on": ["2027-01-01"], "note": [""]}


def some_endorsed() -> tuple[str, Fields]:
    later, _, number = two_meetings()
    ticked = {"q": ["to be done"], "endorse": [str(number)], "shown": [str(number)], "endorsed_on": ["2025-01-02"]}
    return f"/round-tables/{later.pk}/endorse/", ticked


def a_document() -> tuple[str, Fields]:
    document = make_document(make_project("DE"))
    said = {"title": ["Minutes of May"], "kind": ["A02"], "language": ["fr"], "visibility": ["restricted"]}
    return f"/projects/documents/{document.pk}/edit/", said


def a_designation() -> tuple[str, Fields]:
    days = {"started": [f"{timezone.localdate()}"], "last_day": [""]}
    return f"/partners/{get_partner('FR').pk}/designate/", {"email": ["new@fr.example"], "is_primary": ["yes"], **days}


def other_days() -> tuple[str, Fields]:
    point = make_focal_point("FR").designations.get()
    return f"/partners/designations/{point.pk}/", {"is_primary": ["no"], "started": ["2024-01-01"], "last_day": [""]}


def a_hand_over() -> tuple[str, Fields]:
    point = make_focal_point("FR").designations.get()
    said = {"person": [""], "email": ["next@fr.example"], "day": [f"{timezone.localdate()}"], "note": ["Call Vienna."]}
    return f"/partners/{point.partner_id}/hand-over/", {"designation": [str(point.pk)], **said}


@pytest.mark.parametrize(
    "form",
    [
        a_meeting,
        a_series,
        a_body,
        a_relation,
        a_report,
        another_report_name,
        a_search,
        several_taken_up,
        one_taken_up,
        some_endorsed,
        a_document,
        a_designation,
        other_days,
        a_hand_over,
    ],
)
def test_a_form_is_found_as_it_was_left_and_saves_once(
    client_for: Callable[[User], Client], coordinator: User, focal_point: User, form: Callable[[], tuple[str, Fields]]
) -> None:
    client = client_for(focal_point if form in (a_relation, a_document) else coordinator)
    address, fields = form()
    opened = f"{address}?q=to+be+done" if form in (several_taken_up, some_endorsed) else address
    typed = sent_by(client.get(opened).content.decode()) | fields
    assert Client().post(address, typed)["Location"].startswith(f"/accounts/login/?next={address}")
    left = sent_by(client.get(KeptForm.objects.get().get_absolute_url()).content.decode())
    assert said(left) == said(typed)
    confirmed = {"action": "confirmed"} if form is a_hand_over else {}
    assert client.post(address, typed | confirmed).status_code == 302
    assert "saved" in client.post("/projects/kept/", typed).json()  # as a browser asks that had it written down
    assert not KeptForm.objects.exists()


def test_ticks_and_note_stay_where_nothing_can_be_carried_over(
    client_for: Callable[[User], Client], coordinator: User
) -> None:
    _, address, number = two_meetings()
    client = client_for(coordinator)
    page = client.post(address, {"q": "done", "note": "No progress."}).content.decode()
    assert "Nothing was ticked that is still to be taken up." in page
    assert sent_by(page)["q"] == ["done"]
    assert "No progress.</textarea>" in page
    page = client.post(address, {"q": "done", "carry": number, "note": "x" * 5001}).content.decode()
    assert sent_by(page)["carry"] == [str(number)]
    assert not Consideration.objects.exists()
