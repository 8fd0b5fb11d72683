"""Who decides is warned wherever the words go to a partner that does not see all of the projects."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import get_partner, make_alert, make_contact, make_project
from duplication.models import Alert
from duplication.review.unshared import unshared_among
from partners.models import User
from projects.models import Project
from tests.reading import read

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
NAMED, RESTRICTED = Project.Visibility.NAMED_PARTNERS, Project.Visibility.RESTRICTED


def test_it_goes_by_whom_each_project_is_shared_with() -> None:
    ours, theirs, third = make_project("DE"), make_project("GB", visibility=NAMED), make_project("FR")
    theirs.shared_with.set([get_partner("DE")])
    assert unshared_among([ours.pk, theirs.pk]) == []
    assert unshared_among([ours.pk, theirs.pk, third.pk]) == [theirs]
    alone = [make_project("GB", visibility=RESTRICTED).pk for _ in range(2)]
    assert unshared_among(alone) == []
    assert len(unshared_among([*alone, third.pk])) == 2


@pytest.fixture
def three() -> list[Alert]:
    """Around a project of Germany's, with one of the United Kingdom's and one of France's."""
    ours = make_project("DE")
    return [make_alert(ours, make_project(partner)) for partner in ("GB", "FR")]


def test_the_dialog_the_cluster_and_the_queue_warn_as_the_alert_does(
    three: list[Alert], coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    client, [alert, _], lone = client_for(coordinator), three, make_alert(make_project("DE"), make_project("JP"))
    addresses = [f"/alerts/{alert.pk}/{part}" for part in ("", "quick/?say=no", "quick/?say=yes", "cluster/")]
    addresses.append("/alerts/")
    pages = [client.get(address).content.decode() for address in addresses]
    assert not any("so name nothing" in page for page in pages)

    Project.objects.filter(pk=alert.second_id).update(visibility=RESTRICTED)
    *pages, cluster, queue = [client.get(address).content.decode() for address in addresses]
    assert all("Both partners read your text, so name nothing of it there." in page for page in pages)
    words = "The partners of each ticked alert read your text, so name nothing there of what they do not see."
    assert f"Not every partner sees all of these projects: {alert.second.number}. {words}" in cluster
    assert "Not every partner sees all projects that are ticked." in queue
    assert queue.count("not open to every partner") == 1
    assert "data-unshared" not in queue.partition(f'data-alert="{lone.pk}"')[2].partition(">")[0]

    assert not any("ends contact" in page for page in (cluster, queue))
    make_contact(alert, focal_point, accepted_at=timezone.now(), answered_by=focal_point)
    cluster, queue = (read(client.get(address).content.decode()) for address in addresses[-2:])
    words = "“Not an overlap” ends contact between the partners, over a restricted project, on"
    assert f"{words} <b>1 of these alerts" in cluster
    assert f"{words} <b>1 of those listed here" in queue


def test_a_partner_is_told_nothing_of_it_in_the_queue(
    three: list[Alert], focal_point: User, client_for: ClientFor
) -> None:
    Project.objects.filter(pk=three[0].second_id).update(visibility=RESTRICTED)
    assert "data-unshared" not in client_for(focal_point).get("/alerts/").content.decode()
