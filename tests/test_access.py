"""Who gets what answer at every address of the site: the table below, object by object and role by role.

An address that is missing from the table fails the test. What a role may see follows from the object; the answers are
200 here you are, 302 sign in first, or done, 400 this is no form of ours, 403 you may look but not touch, 404 not for
you, 405 wrong method, and 503 from the health page, as no worker runs in the tests.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from adam.demo.makers import (
    get_partner,
    make_alert,
    make_document,
    make_earlier_version,
    make_focal_point,
    make_invitation,
    make_letter,
    make_meeting_document,
    make_notification,
    make_organization,
    make_project,
    make_recommendation,
    make_relation,
    make_round_table,
    make_saved_search,
    make_user,
)
from duplication.models import Position, Verdict
from partners import stopping
from partners.merging import merge
from partners.models import FocalPoint, HandOver, Invitation, User
from projects.models import Document, DocumentVersion, Project, ProjectRelation, Reminder, SavedSearch, Watch
from projects.models.kept import KeptForm
from projects.models.reminder import signer
from roundtables.models import FollowUp, MeetingDocument, Recommendation, RoundTable
from tests.cast import PASSWORD
from tests.entering import posted

pytestmark = pytest.mark.django_db

ROLES = ["anonymous", "own", "other", "reader", "recipient", "analyst", "coordinator", "administrator"]
TABLE = """
# name, object | answers to GET in the order of ROLES | answers to POST
home                                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
help                                 -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
accessibility                        -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
projects:list                        -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:export                      -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_csv                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_json               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_png                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:analysis_svg                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:suggest                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:searches                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:search_new                  -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
projects:search_rename               search         | 302 200 404 404 404 404 404 404 | 302 200 404 404 404 404 404 404
projects:search_delete               search         | 302 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404
projects:create                      -              | 302 200 200 403 200 403 403 403 | 302 200 200 403 200 403 403 403
projects:suggest_organizations       -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:suggest_units               -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:usd_values                  -              | 302 405 405 405 405 405 405 405 | 302 200 200 200 200 200 200 200
projects:suggest_places              -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:new_organization            -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:new_place                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:look_alikes_of_new          -              | 302 405 405 405 405 405 405 405 | 302 200 200 403 200 403 403 403
projects:look_alikes_of              public         | 302 405 405 405 405 405 405 405 | 302 200 403 403 403 403 403 403
projects:look_alikes_of              restricted     | 302 405 405 405 405 405 405 405 | 302 200 404 403 404 404 403 403
projects:look_alikes_of              draft          | 302 405 405 405 405 405 405 405 | 302 200 404 403 404 404 404 404
projects:detail                      public         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:detail                      named          | 302 200 404 200 200 404 200 200 | 302 405 405 405 405 405 405 405
projects:detail                      restricted     | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:detail                      draft          | 302 200 404 200 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:edit                        public         | 302 200 403 403 403 403 403 403 | 302 405 405 405 405 405 405 405
projects:edit                        named          | 302 200 404 403 403 404 403 403 | 302 405 405 405 405 405 405 405
projects:edit                        restricted     | 302 200 404 403 404 404 403 403 | 302 405 405 405 405 405 405 405
projects:edit                        draft          | 302 200 404 403 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:section                     title          | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:section                     title/named    | 302 200 404 403 403 404 403 403 | 302 200 404 403 403 404 403 403
projects:section                     title/secret   | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:section                     title/draft    | 302 200 404 403 404 404 404 404 | 302 200 404 403 404 404 404 404
projects:copy                        public         | 302 405 405 405 405 405 405 405 | 302 302 302 403 302 403 403 403
projects:copy                        restricted     | 302 405 405 405 405 405 405 405 | 302 302 404 403 404 404 403 403
projects:copy                        draft          | 302 405 405 405 405 405 405 405 | 302 302 404 403 404 404 404 404
projects:keep                        -              | 302 405 405 405 405 405 405 405 | 302 400 400 400 400 400 400 400
projects:throw_away                  kept           | 302 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404
projects:publish                     draft          | 302 405 405 405 405 405 405 405 | 302 200 404 403 404 404 404 404
projects:confirm                     public         | 302 405 405 405 405 405 405 405 | 302 302 403 403 403 403 403 403
projects:end                         public         | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:end                         restricted     | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:portfolio                   -              | 302 200 200 403 200 403 403 403 | 302 302 302 403 302 403 403 403
projects:from_mail                   mail           | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
projects:from_mail                   bad            | 404 404 404 404 404 404 404 404 | 404 404 404 404 404 404 404 404
projects:fading                      -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
projects:remind                      partner        | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 302 403
projects:watches                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:watch                       -              | 302 405 405 405 405 405 405 405 | 302 302 302 302 302 302 302 302
projects:unwatch                     watch          | 302 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404
projects:watch_rhythm                watch          | 302 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404
projects:discard                     draft          | 302 200 404 403 404 404 404 404 | 302 302 404 403 404 404 404 404
projects:withdraw                    public         | 302 200 403 403 403 403 403 403 | 302 302 403 403 403 403 403 403
projects:discard                     public         | 302 302 403 403 403 403 403 403 | 302 302 403 403 403 403 403 403
projects:history                     public         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:history                     restricted     | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:put_back                    public         | 302 404 403 403 403 403 403 403 | 302 404 403 403 403 403 403 403
projects:relate                      public         | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:relate                      restricted     | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:unrelate                    related        | 302 405 405 405 405 405 405 405 | 302 302 403 403 403 403 403 403
projects:document_new                public         | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:document_new                restricted     | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:document                    paper          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:document                    closed         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:documents                   public         | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:documents                   restricted     | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_page               paper          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:document_page               closed         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_edit               paper          | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:document_edit               closed         | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:document_replace            paper          | 302 200 403 403 403 403 403 403 | 302 200 403 403 403 403 403 403
projects:document_replace            closed         | 302 200 404 403 404 404 403 403 | 302 200 404 403 404 404 403 403
projects:document_version            earlier        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:document_version            earlier/closed | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_restore            earlier        | 302 405 405 405 405 405 405 405 | 302 302 403 403 403 403 403 403
projects:document_restore            earlier/closed | 302 405 405 405 405 405 405 405 | 302 302 404 403 404 404 403 403
projects:picture                     paper          | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:picture                     picture        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:picture                     picture/closed | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:thumbnail                   paper          | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
projects:thumbnail                   picture        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
projects:thumbnail                   picture/closed | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
projects:document_delete             paper          | 302 200 403 403 403 403 403 403 | 302 302 403 403 403 403 403 403
partners:list                        -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
partners:detail                      partner        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:designate                     partner        | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
people:participation                 -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:participation-csv             -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:behind                        entered        | 302 200 200 200 200 404 404 404 | 302 405 405 405 405 405 405 405
people:designated                    -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:designated-csv                -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
people:designation                   designation    | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
people:end-designation               designation    | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 302 302
people:hand-over                     partner        | 302 200 403 403 403 403 200 200 | 302 200 403 403 403 403 200 200
people:handed-over                   handed         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
people:hand-over-seen                handed         | 302 405 405 405 405 405 405 405 | 302 403 404 302 404 404 403 403
people:unowned                       -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
people:letter                        letter         | 302 200 404 200 404 404 200 200 | 302 405 405 405 405 405 405 405
people:letter-delete                 letter         | 302 405 405 405 405 405 405 405 | 302 403 404 403 404 404 302 302
organizations:list                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
organizations:pairs                  -              | 302 403 403 403 403 403 200 200 | 302 405 405 405 405 405 405 405
organizations:detail                 body           | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
organizations:edit                   body           | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
organizations:merge                  body           | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
organizations:not-the-same           bodies         | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 302 302
organizations:undo                   merged         | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 302 302
alerts:list                          -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
alerts:detail                        alert          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
alerts:detail                        alert/secret   | 302 200 200 200 404 404 200 200 | 302 405 405 405 405 405 405 405
alerts:position                      alert          | 302 405 405 405 405 405 405 405 | 302 200 200 403 403 403 403 403
alerts:position                      alert/secret   | 302 405 405 405 405 405 405 405 | 302 200 200 403 404 404 403 403
alerts:verdict                       alert          | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 200 403
alerts:verdict                       alert/secret   | 302 405 405 405 405 405 405 405 | 302 403 403 403 404 404 200 403
roundtables:list                     -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:create                   -              | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:detail                   table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:edit                     table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document_new             table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document                 minutes        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document                 minutes/closed | 302 404 404 404 404 404 200 200 | 302 405 405 405 405 405 405 405
roundtables:documents                table          | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_page            minutes        | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_page            minutes/closed | 302 404 404 404 404 404 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_edit            minutes        | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document_replace         minutes        | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:document_version         minutes/old    | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:document_restore         minutes/old    | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 302 403
roundtables:picture                  minutes        | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
roundtables:thumbnail                minutes        | 302 404 404 404 404 404 404 404 | 302 405 405 405 405 405 405 405
roundtables:document_delete          minutes        | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 302 403
roundtables:recommendations          -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
roundtables:recommendation_create    table          | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:recommendation_edit      recommendation | 302 403 403 403 403 403 200 403 | 302 403 403 403 403 403 200 403
roundtables:follow_up                recommendation | 302 403 403 403 200 403 200 403 | 302 403 403 403 200 403 200 403
roundtables:answers                  recommendation | 302 200 200 403 200 403 200 403 | 302 405 405 405 405 405 405 405
roundtables:link                     linked         | 302 405 405 405 405 405 405 405 | 302 302 404 403 404 403 302 403
roundtables:unlink                   linked         | 302 405 405 405 405 405 405 405 | 302 302 404 403 404 403 302 403
notifications:list                   -              | 302 200 200 200 200 200 200 200 | 302 405 405 405 405 405 405 405
notifications:open                   notification   | 302 405 405 405 405 405 405 405 | 302 302 404 404 404 404 404 404
notifications:preferences            -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
notifications:stop                   stop           | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
notifications:stop                   bad            | 404 404 404 404 404 404 404 404 | 404 404 404 404 404 404 404 404
notifications:read-all               -              | 302 405 405 405 405 405 405 405 | 302 302 302 302 302 302 302 302
invitations:list                     -              | 302 403 403 403 403 403 200 200 | 302 403 403 403 403 403 200 200
invitations:withdraw                 invitation     | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 302 302
invitations:send-again               invitation     | 302 405 405 405 405 405 405 405 | 302 403 403 403 403 403 302 302
invitations:accept                   token          | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
account_login                        -              | 200 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302
account_logout                       -              | 302 200 200 200 200 200 200 200 | 302 302 302 302 302 302 302 302
account_inactive                     -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
account_signup                       -              | 200 302 302 302 302 302 302 302 | 200 302 302 302 302 302 302 302
account_reauthenticate               -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
account_email                        -              | 302 200 200 200 200 200 200 200 | 302 302 302 302 302 302 302 302
account_email_verification_sent      -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
account_change_password              -              | 302 200 200 200 200 200 200 200 | 302 200 200 200 200 200 200 200
account_set_password                 -              | 302 302 302 302 302 302 302 302 | 302 302 302 302 302 302 302 302
account_reset_password               -              | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
account_confirm_login_code           -              | 302 302 302 302 302 302 302 302 | 302 302 302 302 302 302 302 302
account_confirm_email                key            | 200 200 200 200 200 200 200 200 | 404 404 404 404 404 404 404 404
account_reset_password_from_key_done -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
account_reset_password_from_key      reset          | 200 200 200 200 200 200 200 200 | 200 200 200 200 200 200 200 200
account_reset_password_done          -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
api-schema                           -              | 200 200 200 200 200 200 200 200 | 405 405 405 405 405 405 405 405
api:project-list                     -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:project-facets                   -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   public         | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   named          | 403 200 404 200 200 404 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   restricted     | 403 200 404 200 404 404 200 200 | 403 405 405 405 405 405 405 405
api:project-detail                   draft          | 403 200 404 200 404 404 404 404 | 403 405 405 405 405 405 405 405
api:partner-list                     -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:partner-detail                   partner        | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:alert-list                       -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:alert-detail                     alert          | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:alert-detail                     alert/secret   | 403 200 200 200 404 404 200 200 | 403 405 405 405 405 405 405 405
api:round-table-list                 -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:round-table-detail               table          | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:recommendation-list              -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:recommendation-detail            recommendation | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
api:api-root                         -              | 403 200 200 200 200 200 200 200 | 403 405 405 405 405 405 405 405
healthz                              -              | 503 503 503 503 503 503 503 503 | 405 405 405 405 405 405 405 405
"""

Route = tuple[str, str]  # name of the address, object


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
    british, secret = make_project("GB"), make_project("GB", visibility=Project.Visibility.RESTRICTED)
    paper = make_document(public)
    closed = make_document(public, b"%PDF-1.4 closed", visibility=Document.Visibility.RESTRICTED)
    small = ContentFile(b"small", "small.jpg")
    photo = {"thumbnail": small, "content_type": "image/jpeg"}
    picture = make_document(public, b"picture", **photo)
    hidden = make_document(public, b"hidden", **photo, visibility=Document.Visibility.RESTRICTED)
    table = make_round_table()
    minutes = make_meeting_document(table)
    agreed = make_meeting_document(table, b"%PDF-1.4 agreed", visibility=Document.Visibility.RESTRICTED)
    for document in paper, closed, minutes:
        make_earlier_version(document)
    recommendation = make_recommendation(table, projects=[public])
    own = cast["own"]
    assert own
    ids = {
        "public": public.pk,
        "named": named.pk,
        "restricted": restricted.pk,
        "draft": draft.pk,
        "paper": paper.pk,
        "closed": closed.pk,
        "picture": picture.pk,
        "picture/closed": hidden.pk,
        "alert": make_alert(public, british).pk,
        "alert/secret": make_alert(public, secret).pk,
        "table": table.pk,
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
    }
    kwargs: dict[str, dict[str, Any]] = {name: {"pk": pk} for name, pk in ids.items()}
    kwargs["-"] = {}
    kwargs["entered"] = {"measure": "entered"}  # of one's own partner; others say of which
    kwargs["bodies"] = {"pk": ids["body"], "other": make_organization("Customs Committee").pk}
    for name, document in {"earlier": paper, "earlier/closed": closed, "minutes/old": minutes}.items():
        kwargs[name] = {"pk": document.pk, "version": 1}
    for name, pk in {"": public.pk, "/named": named.pk, "/secret": restricted.pk, "/draft": draft.pk}.items():
        kwargs[f"title{name}"] = {"pk": pk, "section": "essentials"}
    kwargs["kept"] = {"token": KeptForm.objects.create(token=uuid4(), user=own, section="first").pk}
    kwargs["linked"] = {"pk": recommendation.pk, "project": public.pk}
    kwargs["related"] = {"pk": public.pk, "relation": make_relation(public, british).pk}
    kwargs["token"] = {"token": make_invitation().token}
    kwargs["stop"] = {"token": stopping.signer.sign_object([own.pk, "alert"])}
    kwargs["bad"] = {"token": "not-signed-here"}
    reminder = Reminder.objects.create(user=own, week=date(2026, 1, 5))
    kwargs["mail"] = {"token": signer.sign(str(reminder.pk))}
    kwargs["key"] = {"key": "no-such-key"}
    kwargs["reset"] = {"uidb36": "1", "key": "no-such-key"}
    return kwargs


def expected(method: str) -> dict[Route, list[int]]:
    found = {}
    for line in TABLE.strip().splitlines():
        if line and not line.startswith("#"):
            address, get, post = line.split("|")
            name, of = address.split()
            found[name, of] = [int(status) for status in {"GET": get, "POST": post}[method].split()]
    return found


def addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all addresses but those of the administration, with their namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or str(pattern.pattern)))
        elif pattern.namespace != "admin":
            yield from addresses(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _ in expected("GET")} == set(addresses(get_resolver()))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", ROLES)
def test_answers(role: str, method: str) -> None:
    cast = people()
    kwargs, wanted = objects(cast), expected(method)
    answers = {(name, of): answer(cast[role], method, reverse(name, kwargs=kwargs[of])) for name, of in wanted}
    assert answers == {route: statuses[ROLES.index(role)] for route, statuses in wanted.items()}


def changed(project: Project) -> dict[str, Any]:
    """What the essentials send with another title."""
    asked = {"partner": project.partner_id, "status": project.status, "language": "en"}
    return {**asked, "title": "Another title", "action": "save"}


def writes(kwargs: dict[str, dict[str, Any]]) -> dict[Route, tuple[str, type[Model], dict[str, Any]]]:
    """The main writes, filled in as a browser would: who may do it, of what it leaves one more, what is sent."""
    public, restricted = (Project.objects.get(**kwargs[name]) for name in ("public", "restricted"))
    germany, tajikistan = get_partner("DE").pk, get_partner("TJ").pk
    event = apps.get_model("projects", "ProjectEvent")
    invited = {"email": "new@adam.example", "role": "reader", "partner": germany}
    named = {"email": User.objects.get(partner=germany, designations=None).email, "is_primary": "no"}
    named["started"] = "2026-01-01"
    paper = {"files": SimpleUploadedFile("new.pdf", b"%PDF-1.7 new"), "kind": "other", "visibility": "project"}
    newer = {"file": SimpleUploadedFile("new.pdf", b"%PDF-1.7 newer"), "note": "Annex added"}
    papers = apps.get_model("projects", "DocumentEvent")
    described = {"title": "Minutes", "kind": "other", "visibility": "project"}
    meeting = {"kind": "expert_working_group", "start": "2025-03-01", "city": "Almaty", "country": "KZ"}
    return {
        ("projects:create", "-"): ("own", Project, posted(partner=germany)),
        ("projects:section", "title"): ("own", event, changed(public)),
        ("projects:section", "title/secret"): ("own", event, changed(restricted)),
        ("projects:copy", "public"): ("own other recipient", Project, {}),
        ("projects:relate", "restricted"): ("own", ProjectRelation, {"role": "child", "other": kwargs["public"]["pk"]}),
        ("projects:document_new", "public"): ("own", Document, paper),
        ("projects:document_edit", "paper"): ("own", papers, described),
        ("projects:document_replace", "paper"): ("own", DocumentVersion, newer),
        ("projects:document_restore", "earlier"): ("own", DocumentVersion, {}),
        ("alerts:position", "alert"): ("own", Position, {"partner": germany, "stance": "overlapping", "text": "Yes."}),
        ("alerts:verdict", "alert"): ("coordinator", Verdict, {"outcome": "joint", "text": "Yes."}),
        ("roundtables:create", "-"): ("coordinator", RoundTable, meeting),
        ("roundtables:document_new", "table"): ("coordinator", MeetingDocument, paper),
        ("roundtables:recommendation_create", "table"): (
            "coordinator", Recommendation, {"number": 99, "text": "Do it."},
        ),
        ("roundtables:follow_up", "recommendation"): (
            "coordinator recipient", FollowUp, {"partner": tajikistan, "progress": "in_progress", "text": "Begun."},
        ),
        ("projects:search_new", "-"): (
            "own other reader recipient analyst coordinator administrator", SavedSearch, {"name": "A", "query": "q=a"},
        ),
        ("people:designate", "partner"): ("coordinator administrator", FocalPoint, named),
        ("invitations:list", "-"): ("coordinator administrator", Invitation, invited),
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_a_form_well_filled_in_is_taken_from_those_who_may_and_from_nobody_else(role: str) -> None:
    cast = people()
    kwargs = objects(cast)
    for (name, of), (allowed, model, data) in writes(kwargs).items():
        before, path = model._default_manager.count(), reverse(name, kwargs=kwargs[of])
        with transaction.atomic():
            client = Client()
            if user := cast[role]:
                client.force_login(user)
            client.post(path, data)
            more = model._default_manager.count() - before
            transaction.set_rollback(True)
        for file in filter(None, (data.get("files"), data.get("file"))):
            file.seek(0)
        assert more == (1 if role in allowed.split() else 0), name


def answer(user: User | None, method: str, path: str) -> int:
    """The status; whatever the request changed is undone."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if user:
            client.force_login(user)
        response = client.generic(method, path)
        if response.streaming:
            list(response)  # else the file stays open
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("role", ROLES)
def test_the_administration_is_for_administrators(role: str) -> None:
    client = Client()
    if user := people()[role]:
        client.force_login(user)
    names = [f"{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    answers = {client.get(reverse(f"admin:{name}")).status_code for name in ["index", *names]}
    assert answers == ({200} if role == "administrator" else {302})
    if role not in {"anonymous", "administrator"}:
        assert client.get(reverse("admin:index"), follow=True).status_code == 403
