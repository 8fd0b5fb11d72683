"""Those who are to act on recommendations are told, once for all that is done together."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_project, make_recommendation, make_round_table
from partners.models import User
from roundtables.amending.considering import Decided, consider
from roundtables.following.acting import tell_of_amended
from tests.entering import fields_of

ClientFor = Callable[[User], Client]
THIS_YEAR = timezone.localdate().year  # of meetings that have begun, and are later than those of makers
LIST = "\n".join(f"{number}. Tajikistan should open liaison office {number}." for number in range(1, 17))


def told(user: User) -> list[str]:
    return list(user.notifications.filter(kind="act").order_by("pk").values_list("subject", flat=True))


def test_a_pasted_list_is_one_notification(coordinator: User, recipient: User, client_for: ClientFor) -> None:
    meeting, client = make_round_table(), client_for(coordinator)
    address = f"/round-tables/{meeting.pk}/recommendations/paste/"
    said = fields_of(client.post(address, {"text": LIST, "action": "split"}).content.decode())
    client.post(address, {**said, "action": "save"})
    assert told(recipient) == [f"You are to act on 16 recommendations of {meeting}"]
    url = recipient.notifications.get(kind="act").url
    assert "<b>16</b> recommendations" in client_for(recipient).get(url).content.decode()


def test_endorsed_and_superseded_reach_those_who_are_to_act(
    coordinator: User, recipient: User, client_for: ClientFor
) -> None:
    made, client = make_recommendation(countries=["TJ"]), client_for(coordinator)
    policy = make_round_table(kind="policy_consultative_group", start=date(THIS_YEAR, 1, 1), end=date(THIS_YEAR, 1, 2))
    said = {"shown": [made.pk], "endorse": [made.pk], "endorsed_on": f"{THIS_YEAR}-01-02"}
    for _ in range(2):
        client.post(f"/round-tables/{policy.pk}/endorse/", said)
    other = make_recommendation(countries=[])
    chosen = {"progress": "superseded", "text": "Taken up.", "meeting": other.round_table_id, "number": other.number}
    client.post(f"/round-tables/recommendations/{made.pk}/assessment/", chosen)
    endorsed, superseded = told(recipient)
    assert endorsed == f"{policy} has endorsed recommendation {made.number}, on which you are to act"
    assert superseded.startswith(f"You need not act any more on recommendation {made.number}. In its place")


def test_what_is_endorsed_or_given_another_day_in_its_form_is_told_once(
    coordinator: User, recipient: User, client_for: ClientFor
) -> None:
    made, client = make_recommendation(countries=["TJ"]), client_for(coordinator)
    policy = make_round_table(kind="policy_consultative_group", start=date(THIS_YEAR, 1, 1), end=date(THIS_YEAR, 1, 2))
    address = f"/round-tables/recommendations/{made.pk}/edit/"
    for changed in ({"endorsed_at": str(policy.pk)}, {"due_on": "2031-05-01"}, {"source": "Report"}):
        said = fields_of(client.get(address).content.decode())
        assert client.post(address, {**said, **changed}).status_code == 302
    assert told(recipient) == [
        f"{policy} has endorsed recommendation {made.number}, on which you are to act",
        f"You are to act on recommendation {made.number} of {made.round_table}, given another due date by the "
        "coordinators",
    ]


def test_new_words_are_told_and_a_mere_carrying_over_is_not(coordinator: User, recipient: User) -> None:
    made = make_recommendation(countries=["TJ"])
    for words, wanted in ((made.text, 0), ("Open two offices", 1)):
        tell_of_amended(consider(made, make_round_table(), coordinator, Decided(words, made.due_on)))
        assert len(told(recipient)) == wanted


def test_a_partner_hears_that_a_coordinator_linked_its_project(
    coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    made, project = make_recommendation(), make_project("DE")
    address = f"/round-tables/recommendations/{made.pk}/projects/{project.pk}/link/"
    for _ in range(2):
        client_for(coordinator).post(address)
    assert focal_point.notifications.get(kind="relation").subject.startswith(f"{project.number} answers recommendation")
