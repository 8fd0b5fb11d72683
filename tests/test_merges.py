"""Two projects become one: chosen field by field, looked at, merged; and what leaves lists and totals."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import (
    make_contribution,
    make_document,
    make_focal_point,
    make_merge,
    make_project,
    make_recommendation,
    make_relation,
)
from duplication.detection import check
from duplication.models import Alert
from partners.models import Notification, User
from projects.history import saves
from projects.merges import merging_of, undo
from projects.models import Document, Project, ProjectMerge, ProjectRelation, Watch
from projects.models.merge import kept_of
from projects.models.project import committed
from tests.merging_two import sent

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


# -- Choosing ----------------------------------------------------------------------------------------------------------
def test_nothing_empty_and_everything_once_is_proposed(kept: Project, other: Project, coordinator: User) -> None:
    make_merge(kept, other, coordinator)
    kept.refresh_from_db()

    assert (kept.title, kept.objective) == ("Scanners for Nizhny Panj", "Officers find drugs in lorries.")
    money = {(row.partner.code, int(row.amount)) for row in kept.contributions.all()}
    assert money == {("DE", 100_000), ("GB", 50_000)}  # Germany's 104 000 are its 100 000 once more
    assert [part.organization.name for part in kept.participations.all()] == ["Crown Agents", "GIZ"]
    assert kept.activities.get().quantity == 2
    assert kept.places.get().name == "Nizhny Panj"
    assert kept.identifiers.get().value == other.reference


def test_who_pays_a_part_of_what_stays_is_named_on_its_page(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    client = client_for(coordinator)
    looked = sent(client, kept, other, merge=[], look="1").content.decode()
    assert "Germany leads it; United Kingdom is named as far as its money is kept." in looked
    make_merge(kept, other, coordinator)
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "Germany</a>, with money of United Kingdom, carried out by" in page
    assert "<dt>Also paid by</dt>" in page


def test_so_much_of_one_activity_in_other_words_is_proposed_once(coordinator: User) -> None:
    course = {"type": "A05", "quantity": 40}
    kept = make_project("DE", activities=[{**course, "unit": "слушателей"}, {"type": "A05", "quantity": None}])
    said = [
        {**course, "unit": "trainees"},
        {**course, "quantity": 41},
        {"type": "A05", "quantity": None, "unit": "days"},
    ]
    make_merge(kept, make_project("GB", activities=said), coordinator)
    found = {(one.quantity, one.unit) for one in kept.activities.all()}
    assert found == {(40, "слушателей"), (None, ""), (41, ""), (None, "days")}


def test_each_field_is_chosen_and_looked_at_before(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    client = client_for(coordinator)
    looked = sent(client, kept, other, merge=[], look="1", **{"field-title": "other"})
    result = looked.content.decode().partition('id="result"')[2].partition("</section>")[0]
    assert "Lorry scanners, Nizhny Panj" in result
    assert "before US$ 254 000; after" in result.replace("\u00a0", " ")
    assert "has no rate" not in result
    assert f"What was decided of {kept.number} and other projects opens again where this changes" in result
    assert not ProjectMerge.objects.exists()

    page = sent(client, kept, other, **{"field-title": "other"}).content.decode()
    assert "is merged into" in page
    kept.refresh_from_db()
    assert kept.title == "Lorry scanners, Nizhny Panj"


@pytest.mark.parametrize("ticked", [True, False])
def test_money_without_a_rate_is_not_passed_over(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor, ticked: bool
) -> None:
    gold = make_contribution(other, "GB", 7, "XAU")
    rows = [f"contribution:{one.pk}" for one in [*kept.contributions.all(), *([gold] if ticked else [])]]
    same = {f"money-{kept.contributions.get().pk}": "kept"}
    data = {"other": other.pk, "rows": rows, "look": "1", **same}
    page = client_for(coordinator).post(f"/projects/{kept.pk}/merge/", data).content.decode().replace("\u00a0", " ")
    assert f"has no rate and is in neither sum; it {'is kept' if ticked else 'goes'}." in page


def test_either_may_be_the_one_that_stays(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    page = client_for(coordinator).get(f"/projects/{kept.pk}/merge/?other={other.pk}&kept={other.pk}")
    assert page.context["merging"].kept == other


def test_what_was_chosen_stays_chosen_when_the_other_is_kept(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    merging = merging_of(kept, other, coordinator)
    [money] = [question for part in merging.parts for question in part.questions]
    both = f"organization:{kept.participations.get().pk}"
    data = {"field-title": "other", "rows": [both], money.name: "kept", "turn": "1"}
    page = client_for(coordinator).post(f"/projects/{kept.pk}/merge/", {"other": other.pk, "kept": kept.pk, **data})
    turned = page.context["merging"]

    assert (turned.kept, turned.other) == (other, kept)
    assert {field.name: field.result for field in turned.fields}["title"] == other.title
    assert {row.words for part in turned.parts for row in part.rows if row.is_wanted} == {
        "Germany: US$\u00a0100\u00a0000 (1 January 2025)", "Implementing, GIZ",
    }  # fmt: skip
    assert 'id="result"' not in page.content.decode()


def test_why_the_other_cannot_be_kept_is_said_on_the_form(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    Project.objects.filter(pk=other.pk).update(visibility=Project.Visibility.RESTRICTED)
    data = {"other": other.pk, "kept": kept.pk, "field-title": "other", "turn": "1"}
    page = client_for(coordinator).post(f"/projects/{kept.pk}/merge/", data)
    assert f"Germany does not see {other.number}." in page.content.decode()
    assert (page.context["merging"].kept, page.context["merging"].fields[0].result) == (kept, other.title)


def test_languages_and_purposes_are_named(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    Project.objects.filter(pk=other.pk).update(language="ru", purpose_codes=["16063"])
    fields = {field.label: (field.kept, field.other) for field in merging_of(kept, other, coordinator).fields}
    assert fields["Language of the text"] == ("English", "Russian")
    assert fields["DAC purpose codes"] == ("nothing", "16063 Narcotics control")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"rows": [], "without_money": "1"}, "A published project needs a country."),
        ({"state": "earlier"}, "changed after this page was opened"),
        ({"field-start": "other"}, "The end date is before the start date."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_merged(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor, data: dict[str, Any], sentence: str
) -> None:
    Project.objects.filter(pk=other.pk).update(start="2091-01-01", end="2092-01-01")
    assert sentence in sent(client_for(coordinator), kept, other, **data).content.decode()
    assert not ProjectMerge.objects.exists()
    assert not kept.identifiers.exists()


def test_all_that_does_not_fit_is_said_when_the_result_is_looked_at(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    Project.objects.filter(pk=other.pk).update(start="2091-01-01", end="2092-01-01")
    data = {"rows": [], "field-start": "other", "field-end": "kept"}
    looked = sent(client_for(coordinator), kept, other, **data)
    for sentence in ("A published project needs a country.", "The end date is before"):
        assert sentence in looked.content.decode()
    address = f"/projects/{kept.pk}/merge/"
    page = client_for(coordinator).post(address, {"other": other.pk, **data, "look": "1"})
    assert len(page.context["problems"]) == 3  # with the money, of which nothing is said


def test_a_text_in_another_language_than_the_one_chosen_is_asked_about(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    Project.objects.filter(pk=other.pk).update(language="ru", title="Сканеры для Нижнего Пянджа")
    client, chosen = client_for(coordinator), {"field-title": "other", "field-language": "kept"}
    page = sent(client, kept, other, **chosen).content.decode()
    assert f"The title of {other.number} is in Russian, and the language that stays is English." in page
    assert not ProjectMerge.objects.exists()
    assert "is merged into" in sent(client, kept, other, **chosen, language_is_right="1").content.decode()
    assert f"{other.number} merged into this" in client.get(f"/projects/{kept.pk}/").content.decode()


def test_documents_move_but_those_for_the_own_partner(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    open_one, own = make_document(other, b"open"), make_document(other, b"own", visibility="restricted")
    same, _ = make_document(other, b"same"), make_document(kept, b"same")
    page = client_for(coordinator).get(f"/projects/{kept.pk}/merge/?other={other.pk}").content.decode()
    assert "1 document for United Kingdom only stays" in page
    make_merge(kept, other, coordinator)
    assert set(Document.objects.filter(project=other)) == {own, same}
    assert open_one in kept.documents.all()


def test_money_does_not_vanish_unasked(kept: Project, other: Project, coordinator: User, client_for: ClientFor) -> None:
    client = client_for(coordinator)
    kept.contributions.update(amount=500_000, usd=500_000)
    parts = merging_of(kept, other, coordinator).parts
    rows = [row.key for part in parts if part.table.name != "contribution" for row in part.rows]
    assert "No money of either is kept." in sent(client, kept, other, rows=rows).content.decode()
    assert not ProjectMerge.objects.exists()
    assert "is merged into" in sent(client, kept, other, rows=rows, without_money="1").content.decode()


def test_who_comes_back_to_the_form_after_the_merge_is_led_to_the_one_that_stays(
    kept: Project, other: Project, coordinator: User, client_for: ClientFor
) -> None:
    client, said = client_for(coordinator), f"{other.number}, {other.title}, was merged into {kept.number}"
    make_merge(kept, other, coordinator)
    for one, another in ((kept, other), (other, kept)):
        page = client.post(f"/projects/{one.pk}/merge/", {"other": another.pk, "merge": "1"}, follow=True)
        assert said in page.content.decode()
        assert page.redirect_chain[-1][0] == kept.get_absolute_url()
    assert ProjectMerge.objects.count() == 1


def test_who_is_told_of_it_reads_under_which_title_the_one_that_stays_was_known(
    kept: Project, other: Project, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    sent(client_for(coordinator), kept, other, **{"field-title": "other"})
    line = focal_point.notifications.get().text.partition("\n")[0]
    stays = f"{kept.number}, {other.title} (formerly {kept.title})"
    assert line == f"{other.number}, {other.title}, was merged into {stays}."


# -- Who may -----------------------------------------------------------------------------------------------------------
def test_who_writes_for_both_merges_its_double_entry(focal_point: User, client_for: ClientFor) -> None:
    first, second = make_project("DE"), make_project("DE")
    assert "is merged into" in sent(client_for(focal_point), first, second).content.decode()


def test_of_another_partner_s_project_only_coordinators_decide(
    kept: Project, other: Project, focal_point: User, client_for: ClientFor
) -> None:
    client, address = client_for(focal_point), f"/projects/{kept.pk}/merge/"
    refused = client.get(f"{address}?other={other.pk}")
    assert refused.status_code == 403
    assert "by a coordinator or by whoever writes for the partners of both" in refused.content.decode()
    assert client.post(address, {"other": other.pk, "kept": kept.pk, "merge": "1"}).status_code == 403
    secret = make_project("GB", visibility="restricted", title="Covert")
    assert client.get(f"{address}?other={secret.pk}").status_code == 404
    assert "Covert" not in client.get(f"{address}?q=Covert").content.decode().replace('value="Covert"', "")


def test_who_does_not_see_the_one_that_stays_is_not_shut_out(
    other: Project, coordinator: User, client_for: ClientFor
) -> None:
    secret = make_project("DE", visibility="restricted")
    page = client_for(coordinator).get(f"/projects/{secret.pk}/merge/?other={other.pk}").content.decode()
    assert "United Kingdom does not see" in page
    draft = make_project("GB", draft=True)
    assert client_for(coordinator).get(f"/projects/{other.pk}/merge/?other={draft.pk}").status_code == 404


def test_a_wider_audience_is_agreed_first(
    kept: Project, coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    secret = make_project("GB", visibility="restricted")
    client = client_for(coordinator)
    assert "this is agreed with the partner" in sent(client, kept, secret).content.decode()
    assert not ProjectMerge.objects.exists()
    assert "is merged into" in sent(client, kept, secret, agreed="1").content.decode()
    ours, theirs = (user.notifications.get(kind="verdict").text for user in (focal_point, other_focal_point))
    assert "Coordinator merged them on " in ours
    assert secret.number not in ours
    leads = "The address of the closed record leads to"
    assert (leads in ours, f"{leads} {kept.number}" in theirs) == (False, True)
    history = saves(kept, make_focal_point("FR")).saves
    assert secret.reference not in " ".join(save.note for save in history)
    assert not kept.identifiers.filter(value=secret.number).exists()
    found = f'href="{kept.get_absolute_url()}"'
    assert found in client.get(f"/projects/?q={secret.number}").content.decode()
    assert found not in client_for(make_focal_point("ES")).get(f"/projects/?q={secret.number}").content.decode()
    assert secret.number not in client_for(make_focal_point("IT")).get(kept.get_absolute_url()).content.decode()


# -- Afterwards --------------------------------------------------------------------------------------------------------
def test_the_closed_one_leaves_lists_counts_totals_and_alerts(
    coordinator: User, other_focal_point: User, client_for: ClientFor
) -> None:
    fields = {"title": "Scanners for Kulma", "objective": "Two scanners find drugs hidden in lorries."}
    kept, other = make_project("DE", **fields, amount=100), make_project("GB", **fields, amount=100)
    for project in (kept, other):
        check(project.pk)
    assert Alert.objects.open().count() == 1
    make_merge(kept, other, coordinator)
    for project in (kept, other):
        check(project.pk)

    assert not Alert.objects.open().exists()
    for user in (coordinator, other_focal_point):
        visible = Project.objects.visible_to(user)
        assert set(visible) == {kept}
        assert committed(visible)[0] == 100  # the same money, reported by both
        assert other.reference not in client_for(user).get("/projects/").content.decode()
    led = client_for(other_focal_point).get(f"/projects/{other.pk}/edit/")
    assert led.headers["Location"] == kept.get_absolute_url()


def test_its_address_leads_to_the_one_that_stays_and_its_history_is_kept(
    kept: Project, other: Project, coordinator: User, other_focal_point: User, client_for: ClientFor
) -> None:
    make_merge(kept, other, coordinator)
    client = client_for(other_focal_point)
    page = client.get(f"/projects/{other.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == kept.get_absolute_url()
    assert f"was merged into {kept.number}" in page.content.decode()
    assert client.get(f"/projects/{other.pk}/history/").status_code == 200
    assert "Merged into this" in page.content.decode()
    assert f"merges/{kept.merges.get().pk}/undo" not in page.content.decode()


def test_one_that_nobody_else_saw_leads_others_nowhere(
    kept: Project, coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    secret = make_project("GB", visibility="restricted", title="Covert scanners", reference="")
    make_merge(kept, secret, coordinator)
    assert client_for(focal_point).get(f"/projects/{secret.pk}/").status_code == 404
    assert client_for(focal_point).get(f"/projects/{secret.pk}/history/").status_code == 404
    assert client_for(focal_point).get(f"/projects/merges/{kept.merges.get().pk}/undo/").status_code == 404
    assert "Covert" not in client_for(focal_point).get(f"/projects/{kept.pk}/").content.decode()
    assert client_for(other_focal_point).get(f"/projects/{secret.pk}/").status_code == 302

    told = {row.user: row.subject + row.text for row in Notification.objects.filter(kind="verdict")}
    assert "Covert" not in told[focal_point]
    assert secret.number not in told[focal_point]
    assert "Covert scanners" in told[other_focal_point]
    assert f"ask {coordinator} ({coordinator.email}) to undo it" in told[other_focal_point]


def test_watches_relations_and_recommendations_go_along(
    kept: Project, other: Project, coordinator: User, focal_point: User
) -> None:
    third = make_project("FR")
    make_relation(other, third, "after")
    make_relation(other, kept)
    Watch.objects.create(user=focal_point, project=other)
    recommendation = make_recommendation(projects=[other])
    merge = make_merge(kept, other, coordinator)

    assert ProjectRelation.objects.of(kept).filter(kind="sequenced").get().first == kept
    assert focal_point.watches.filter(project=kept).exists()
    assert set(recommendation.projects.visible_to(coordinator)) == {kept}
    undo(merge.pk, coordinator)
    assert not kept.watches.exists()
    assert set(recommendation.projects.all()) == {other}


def test_the_database_holds_that_a_merged_project_is_closed(kept: Project, other: Project) -> None:
    with pytest.raises(IntegrityError, match="project_merged_is_closed"), transaction.atomic():
        Project.objects.filter(pk=other.pk).update(merged_into=kept)


def test_the_one_that_stays_is_found_behind_any_number_of_merges_at_once(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chain = [make_project("DE", draft=True) for _ in range(5)]
    for closed, into in pairwise(chain):
        Project.objects.filter(pk=closed.pk).update(merged_into=into, published_at=None)
    with django_assert_num_queries(1):
        found = kept_of([project.pk for project in chain])
    assert found == {project.pk: chain[-1].pk for project in chain[:-1]}
