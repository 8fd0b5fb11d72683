"""Makers: one valid object per call, with sensible values for all that is not said.

They save one by one, so everything that follows a save follows here too. Partners, countries, themes and types of
activity come from the reference data (`load_reference`); partners may be named by their code: `make_project("DE")`.
"""

from adam.demo.makers.agreed import (
    make_calendar_key,
    make_consideration,
    make_follow_up,
    make_meeting_document,
    make_recommendation,
    make_round_table,
    make_series,
)
from adam.demo.makers.needed import make_match_statement, make_need, make_offer, make_proposal_decision
from adam.demo.makers.overlaps import (
    make_alert,
    make_attachment,
    make_calibration,
    make_contact,
    make_message,
    make_position,
    make_verdict,
)
from adam.demo.makers.what import (
    make_activity,
    make_contribution,
    make_document,
    make_earlier_version,
    make_embed,
    make_export,
    make_letter,
    make_merge,
    make_participation,
    make_place,
    make_project,
    make_relation,
    make_report,
    make_saved_search,
    recorded_on,
)
from adam.demo.makers.who import (
    get_partner,
    make_focal_point,
    make_invitation,
    make_notification,
    make_organization,
    make_partner,
    make_user,
)

__all__ = [
    "get_partner",
    "make_activity",
    "make_alert",
    "make_attachment",
    "make_calendar_key",
    "make_calibration",
    "make_consideration",
    "make_contact",
    "make_contribution",
    "make_document",
    "make_earlier_version",
    "make_embed",
    "make_export",
    "make_focal_point",
    "make_follow_up",
    "make_invitation",
    "make_letter",
    "make_match_statement",
    "make_meeting_document",
    "make_merge",
    "make_message",
    "make_need",
    "make_notification",
    "make_offer",
    "make_organization",
    "make_participation",
    "make_partner",
    "make_place",
    "make_position",
    "make_project",
    "make_proposal_decision",
    "make_recommendation",
    "make_relation",
    "make_report",
    "make_round_table",
    "make_saved_search",
    "make_series",
    "make_user",
    "make_verdict",
    "recorded_on",
]
