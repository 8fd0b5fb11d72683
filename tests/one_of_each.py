"""A person of every role and an object of every kind, by the names that the table of addresses uses."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from adam.demo.makers import (
    get_partner,
    make_alert,
    make_attachment,
    make_calendar_key,
    make_calibration,
    make_consideration,
    make_contact,
    make_document,
    make_earlier_version,
    make_embed,
    make_export,
    make_focal_point,
    make_invitation,
    make_letter,
    make_meeting_document,
    make_merge,
    make_message,
    make_need,
    make_notification,
    make_offer,
    make_organization,
    make_position,
    make_project,
    make_recommendation,
    make_relation,
    make_report,
    make_round_table,
    make_saved_search,
    make_series,
    make_user,
)
from duplication.matching.scoring import shipped
from duplication.models import Alert
from duplication.notices import mail_links
from partners import stopping
from partners.merging import merge
from partners.models import FocalPoint, HandOver, User
from projects.models import Document, Project, Reminder, Watch
from projects.models.kept import KeptForm
from projects.models.reminder import Done, signer
from projects.models.report import hashed
from tests.cast import PASSWORD


def people() -> dict[str, User | None]:
    """Germany's focal point and reader, the focal points of the United Kingdom and Tajikistan, and the others."""
    return {
        "anonymous": None,
        "own": make_focal_point("DE", password=PASSWORD),
        "other": make_focal_point("GB", password=PASSWORD),
        "reader": make_user(partner="DE", password=PASSWORD),
        "recipient": make_focal_point("TJ", password=PASSWORD),
        "analyst": make_user(User.Role.ANALYST, "UNODC", password=PASSWORD),
        "coordinator": make_user(User.Role.COORDINATOR, "UNODC", password=PASSWORD),
        "administrator": make_user(User.Role.ADMINISTRATOR, password=PASSWORD),
    }


def objects(cast: dict[str, User | None]) -> dict[str, dict[str, Any]]:
    """Germany's projects and all that hangs on them, by the name that the table uses."""
    public = make_project("DE")
    named = make_project("DE", visibility=Project.Visibility.NAMED_PARTNERS, shared_with=["TJ"])
    restricted = make_project("DE", visibility=Project.Visibility.RESTRICTED)
    draft = make_project("DE", draft=True)
    deleted = make_project("DE", draft=True, title="Not wanted")
    deleted_id = deleted.pk
    deleted.delete()
    british, secret = make_project("GB"), make_project("GB", visibility=Project.Visibility.RESTRICTED)
    paper = make_document(public)
    closed = make_document(public, b"%PDF-1.4 closed", visibility=Document.Visibility.RESTRICTED)
    small = ContentFile(b"small", "small.jpg")
    photo = {"thumbnail": small, "content_type": "image/jpeg"}
    picture = make_document(public, b"picture", **photo)
    hidden = make_document(public, b"hidden", **photo, visibility=Document.Visibility.RESTRICTED)
    table = make_round_table(series=make_series())
    minutes = make_meeting_document(table)
    agreed = make_meeting_document(table, b"%PDF-1.4 agreed", visibility=Document.Visibility.RESTRICTED)
    for document in paper, closed, minutes:
        make_earlier_version(document)
    recommendation = make_recommendation(table, projects=[public])
    own, other, coordinator = cast["own"], cast["other"], cast["coordinator"]
    assert own
    assert other
    assert coordinator
    begun = date(timezone.localdate().year, 1, 4)
    later = make_round_table(start=begun, end=begun, city="Almaty", country_id="KZ")
    carried = make_recommendation(table)
    make_consideration(carried, coordinator, round_table=later)
    restricted_too = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    Alert.objects.all().delete()  # where saves are committed, the site may have found the same pairs by itself
    alert = make_alert(public, british)
    asked = make_alert(public, restricted_too, kind=Alert.Kind.COMPLEMENTARY)  # which ties no cluster together
    make_contact(asked, own)
    ids = {
        "public": public.pk,
        "named": named.pk,
        "restricted": restricted.pk,
        "draft": draft.pk,
        "deleted": deleted_id,
        "paper": paper.pk,
        "closed": closed.pk,
        "picture": picture.pk,
        "picture/closed": hidden.pk,
        "alert": alert.pk,
        "alert/secret": make_alert(public, secret).pk,
        "alert/asked": asked.pk,
        "sent": make_attachment(make_message(alert, other)).pk,
        "proposal": make_calibration(table=shipped()).pk,
        "table": table.pk,
        "series": table.series_id,
        "minutes": minutes.pk,
        "minutes/closed": agreed.pk,
        "recommendation": recommendation.pk,
        "partner": get_partner("DE").pk,
        "designation": FocalPoint.objects.get(user=own).pk,
        "letter": make_letter("DE").pk,
        "handed": HandOver.objects.create(
            partner=get_partner("DE"), outgoing=own, incoming=cast["reader"], day="2026-01-01"
        ).pk,
        "body": make_organization("Customs Service").pk,
        "merged": merge(make_organization("Customs Committee").pk, make_organization("Customs").pk, own).pk,
        "notification": make_notification(own).pk,
        "watch": Watch.objects.create(user=own, project=public).pk,
        "invitation": make_invitation().pk,
        "search": make_saved_search(own).pk,
        "report": (report := make_report(own)).pk,
        "embed": make_embed(report).pk,
        "made": make_export(own).pk,
        "subscribed": make_calendar_key(own).pk,
    }
    kwargs: dict[str, dict[str, Any]] = {name: {"pk": pk} for name, pk in ids.items()}
    kwargs["-"] = {}
    kwargs["pillar"] = {"code": "I"}
    kwargs["country"], kwargs["partner/code"] = {"code": "TJ"}, {"code": "DE"}
    kwargs["entered"] = {"measure": "entered"}  # of one's own partner; others say of which
    kwargs["bodies"] = {"pk": ids["body"], "other": make_organization("Customs Committee").pk}
    for name, document in {"earlier": paper, "earlier/closed": closed, "minutes/old": minutes}.items():
        kwargs[name] = {"pk": document.pk, "version": 1}
    for name, pk in {"": public.pk, "/named": named.pk, "/secret": restricted.pk, "/draft": draft.pk}.items():
        kwargs[f"title{name}"] = {"pk": pk, "section": "essentials"}
    kwargs["kept"] = {"token": KeptForm.objects.create(token=uuid4(), user=own, section="first").pk}
    kwargs["later"] = {"pk": later.pk, "recommendation": recommendation.pk}
    kwargs["carried"] = {"pk": later.pk, "recommendation": carried.pk}
    need, offer = make_need("TJ"), make_offer("DE")
    kwargs["need"], kwargs["offer"] = {"pk": need.pk}, {"pk": offer.pk}
    kwargs["matched"] = {"pk": need.pk, "offer": offer.pk}
    kwargs["matched/project"] = {"pk": need.pk, "project": public.pk}
    kwargs["linked"] = {"pk": recommendation.pk, "project": public.pk}
    twice = make_merge(public, make_project("DE", title="Recorded twice"))
    kwargs["twice"], kwargs["twice/merge"] = {"pk": twice.closed_id}, {"pk": twice.pk}
    kwargs["related"] = {"pk": public.pk, "relation": make_relation(public, british).pk}
    kwargs["token"] = {"token": make_invitation().token}
    kwargs["stop"] = {"token": stopping.signer.sign_object([own.pk, "alert"])}
    kwargs["bad"] = {"token": "not-signed-here"}
    reminder = Reminder.objects.create(user=own, week=date(2026, 1, 5))
    kwargs["mail/alert"] = {"token": mail_links.signer.sign(f"{alert.pk}-{own.pk}")}
    kwargs["mail/asked"] = {"token": mail_links.signer.sign(f"{asked.pk}-{other.pk}")}
    kwargs["mail/answered"] = {"token": mail_links.receipt(make_position(asked, own)).split("/")[-2]}
    kwargs["mail/done"] = {"token": Done(own, 1, 0, 0).receipt.rstrip("/").rpartition("/")[2]}
    kwargs["mail"] = {"token": signer.sign(str(reminder.pk))}
    kwargs["key"], kwargs["key/good"] = {"key": "no-such-key"}, {"key": "a-key-that-opens"}
    make_embed(report, key_hash=hashed("a-key-that-opens"))
    make_calendar_key(own, "a-key-that-opens")
    kwargs["reset"] = {"uidb36": "1", "key": "no-such-key"}
    return kwargs
