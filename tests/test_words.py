"""The words of projects are right whatever was changed and through whichever door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from adam.demo.makers import make_document, make_organization, make_place, make_project
from partners.models import Country, Organization, OrganizationAlias, Partner
from projects.models import Activity, Document, DocumentText, Project, ProjectWords, Theme

pytestmark = pytest.mark.django_db


def settle() -> None:
    """As at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def found(words: str) -> set[str]:
    settle()
    return set(Project.objects.matching(words).values_list("title", flat=True))


@pytest.fixture
def river(db: None) -> Project:
    return make_project(
        "DE",
        title="Scanners at the river",
        objective="Detection of precursors",
        reference="DE/K28-19",
        countries=["TJ"],
        places=[make_place("Nizhniy Pyandzh")],
        beneficiaries=[make_organization("Customs Service", acronym="CSRT")],
        activities=[{"description": "Handheld spectrometers", "unit": "devices"}],
        identifiers=[("IATI", "DE-1-2024.0815")],
    )


@pytest.mark.usefixtures("river")
@pytest.mark.parametrize(
    "words",
    [
        "scanner", "RIVER", "precursor", "K28", "DE/K28-19", "Tajikistan", "pyandzh", "customs", "CSRT", "spectrometer",
        "devices", "0815", "Germany", "river customs precursors", '"handheld spectrometers"', "border management",
        "scanners or helicopters", "river -helicopter",
    ],
)  # fmt: skip
def test_a_project_is_found_by_all_that_is_written_of_it(words: str) -> None:
    assert found(words) == {"Scanners at the river"}


@pytest.mark.usefixtures("river")
@pytest.mark.parametrize("words", ["river -scanner", '"spectrometers handheld"', "river helicopter", "-helicopter"])
def test_a_project_is_not_found_by_what_is_not(words: str) -> None:
    assert found(words) == set()


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "Training of officers", "trained officer"),
        ("fr", "Renforcement des capacités douanières", "capacite douaniere"),
        ("es", "Capacitación de policías", "capacitaciones policia"),
        ("ru", "Укрепление пограничного контроля", "пограничный контроль"),
        ("ar", "تدريب ضباط الجمارك", "الجمارك"),
        ("sv", "Stöd till gränspolisen", "stod granspolisen"),
    ],
)
def test_each_language_has_its_own_stems(language: str, title: str, words: str) -> None:
    make_project("DE", title=title, language=language)
    assert found(words) == {title}


def test_a_minus_takes_away_in_every_language() -> None:
    make_project("DE", title="Trained customs", language="en")
    assert found("customs -training") == set()


CHANGES: dict[str, Callable[[Project], Any]] = {
    "title": lambda p: Project.objects.filter(pk=p.pk).update(title="Zebra"),
    "organization renamed": lambda p: Organization.objects.filter(acronym="CSRT").update(name="Zebra"),
    "alias": lambda p: OrganizationAlias.objects.create(organization=p.organizations.get(), name="Zebra"),
    "aliases in bulk": lambda p: OrganizationAlias.objects.bulk_create(
        [OrganizationAlias(organization=p.organizations.get(), name="Zebra", name_key="zebra")]
    ),
    "activity": lambda p: Activity.objects.filter(project=p).update(description="Zebra"),
    "place": lambda p: p.places.add(make_place("Zebra")),
    "place renamed": lambda p: p.places.all().update(name="Zebra"),
    "country": lambda p: Country.objects.filter(pk="TJ").update(name="Zebra"),
    "partner": lambda p: Partner.objects.filter(pk=p.partner_id).update(former_name="Zebra"),
    "theme": lambda p: Theme.objects.filter(projects=p).update(name="Zebra"),
    "identifier": lambda p: p.identifiers.update(value="Zebra"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(river: Project, change: str) -> None:
    assert found("zebra") == set()
    CHANGES[change](river)
    assert len(found("zebra")) == 1


def test_what_goes_is_not_found_any_more(river: Project) -> None:
    assert found("spectrometer")
    river.activities.all().delete()
    assert not found("spectrometer")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET title = 'Other', objective = '' WHERE id = %s", [river.pk])
    assert not found("precursor")
    river.delete()
    settle()
    assert not ProjectWords.objects.exists()


def test_nothing_is_written_anew_where_nothing_is_said_differently(river: Project) -> None:
    settle()
    version = "SELECT xmin::text, ctid::text FROM projects_projectwords WHERE project_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(version, [river.pk])
        before = cursor.fetchone()
        river.save()
        settle()
        cursor.execute(version, [river.pk])
        assert cursor.fetchone() == before


def test_words_of_a_document_follow_it() -> None:
    document = make_document(make_project("DE"), title="Minutes", name="torkham_2024.pdf")
    assert "'torkham'" in document.words.words
    Document.objects.filter(pk=document.pk).update(title="Zebra")
    document.refresh_from_db()
    assert "'zebra'" in document.words.words
    DocumentText.objects.create(document=document, text="Les capacités douanières", language="fr")
    document.refresh_from_db()
    assert "'douanier'" in document.words.words


def test_a_word_too_long_and_a_text_too_long_are_no_hindrance() -> None:
    document = make_document(make_project("DE", title="x" * 500, objective="y" * 250_000))
    DocumentText.objects.create(document=document, text=" ".join(f"слово{n}" for n in range(100_000)))
    assert found("слово7") == set()
