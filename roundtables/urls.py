"""Addresses of meetings, their documents, and what they recommended."""

from django.urls import path

from projects.document_urls import document_urls
from roundtables.calendar.urls import calendar_urls
from roundtables.gaps.urls import gap_urls
from roundtables.models import MeetingDocument
from roundtables.needs.urls import urlpatterns as needs
from roundtables.pack.subject import MEETING, PILLAR
from roundtables.pack.urls import pack_urls
from roundtables.views import (
    board,
    deleting,
    endorsing,
    follow_up,
    meetings,
    packs,
    pasting,
    persons,
    pillars,
    proposals,
    recommendation,
    recommendations,
    recording,
    series,
    taking_up,
)

app_name = "roundtables"
urlpatterns = [
    path("", meetings.meeting_list, name="list"),
    path("new/", meetings.create, name="create"),
    path("<int:pk>/", meetings.detail, name="detail"),
    path("<int:pk>/edit/", meetings.edit, name="edit"),
    path("<int:pk>/delete/", deleting.meeting, name="delete"),
    path("<int:pk>/endorse/", endorsing.endorse, name="endorse"),
    path("<int:pk>/take-up/", taking_up.several, name="take_up"),
    path("<int:pk>/take-up/<int:recommendation>/", taking_up.one, name="take_up_one"),
    path("<int:pk>/take-up/<int:recommendation>/undo/", taking_up.undo, name="take_up_undo"),
    path("<int:pk>/persons/", persons.edit, name="persons"),
    path("series/<int:pk>/", series.page, name="series"),
    path("series/<int:pk>/edit/", series.edit, name="series_edit"),
    *document_urls(MeetingDocument),
    *pack_urls(MEETING, "<int:pk>/", "pack"),
    path("packs/", packs.make, name="pack_make"),
    path("pillars/<str:code>/", pillars.detail, name="pillar"),
    *pack_urls(PILLAR, "pillars/<str:code>/", "pillar_pack"),
    *calendar_urls,
    *gap_urls,
    path("board/", board.board, name="board"),
    path("board.csv", board.board_csv, name="board_csv"),
    path("board.xlsx", board.board_workbook, name="board_xlsx"),
    path("recommendations/", recommendations.overview, name="recommendations"),
    path("recommendations/answering/", proposals.answering, name="answering"),
    path("recommendations/proposed/", proposals.proposed, name="proposed"),
    path("recommendations/proposed/<int:pk>/", proposals.proposed_for, name="proposed_for"),
    path("<int:pk>/recommendations/new/", recording.create, name="recommendation_create"),
    path("<int:pk>/recommendations/paste/", pasting.paste, name="paste"),
    path("recommendations/<int:pk>/", recommendation.page, name="recommendation"),
    path("recommendations/<int:pk>/edit/", recording.edit, name="recommendation_edit"),
    path("recommendations/<int:pk>/delete/", deleting.recommendation, name="recommendation_delete"),
    path("recommendations/<int:pk>/follow-up/", follow_up.report, name="follow_up"),
    path("recommendations/<int:pk>/assessment/", follow_up.assess, name="assess"),
    path("recommendations/<int:pk>/projects/", recommendations.answers, name="answers"),
    path("recommendations/<int:pk>/projects/<int:project>/link/", recommendations.link, name="link"),
    path("recommendations/<int:pk>/projects/<int:project>/unlink/", recommendations.unlink, name="unlink"),
    path("recommendations/<int:pk>/projects/<int:project>/accept/", proposals.accept, name="accept"),
    path("recommendations/<int:pk>/projects/<int:project>/decline/", proposals.decline, name="decline"),
    path("recommendations/<int:pk>/projects/<int:project>/reopen/", proposals.take_back, name="reopen"),
    *needs,
]
