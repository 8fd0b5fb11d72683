"""Addresses of projects and their documents."""

from django.urls import path

from projects.document_urls import document_urls
from projects.models import Document
from projects.page_urls import page_urls
from projects.views import (
    analysis,
    detail,
    edit,
    exports,
    freshness,
    lists,
    look_alikes,
    searches,
    suggestions,
    watches,
)

app_name = "projects"
urlpatterns = [
    path("", lists.project_list, name="list"),
    path("export/", exports.export, name="export"),
    path("export.csv", exports.export_csv, name="export_csv"),
    path("export.jsonl", exports.export_json, name="export_jsonl"),
    path("export.xlsx", exports.export_workbook, name="export_xlsx"),
    path("analysis/", analysis.analysis, name="analysis"),
    path("analysis.csv", analysis.analysis_csv, name="analysis_csv"),
    path("analysis.json", analysis.analysis_json, name="analysis_json"),
    path("analysis.png", analysis.analysis_png, name="analysis_png"),
    path("analysis.svg", analysis.analysis_svg, name="analysis_svg"),
    path("suggest/", lists.suggest, name="suggest"),
    path("searches/", searches.saved_searches, name="searches"),
    path("searches/new/", searches.save_search, name="search_new"),
    path("searches/<int:pk>/rename/", searches.rename_search, name="search_rename"),
    path("searches/<int:pk>/delete/", searches.delete_search, name="search_delete"),
    path("portfolio/", freshness.portfolio, name="portfolio"),
    path("mail/<str:token>/", freshness.from_mail, name="from_mail"),
    path("fading/", freshness.fading, name="fading"),
    path("fading/<int:pk>/remind/", freshness.remind, name="remind"),
    path("watches/", watches.watches, name="watches"),
    path("watches/new/", watches.watch, name="watch"),
    path("watches/<int:pk>/delete/", watches.unwatch, name="unwatch"),
    path("watches/<int:pk>/rhythm/", watches.watch_rhythm, name="watch_rhythm"),
    path("new/", edit.project_create, name="create"),
    path("suggest/organizations/", suggestions.organizations, name="suggest_organizations"),
    path("suggest/organizations/new/", suggestions.new_organization, name="new_organization"),
    path("suggest/places/", suggestions.places, name="suggest_places"),
    path("suggest/places/new/", suggestions.new_place, name="new_place"),
    path("suggest/units/", suggestions.units, name="suggest_units"),
    path("contributions/usd/", suggestions.usd_values, name="usd_values"),
    path("look-alikes/", look_alikes.look_alikes_of_new, name="look_alikes_of_new"),
    path("<int:pk>/", detail.project_detail, name="detail"),
    path("<int:pk>/edit/", edit.project_edit, name="edit"),
    path("<int:pk>/edit/<slug:section>/", edit.project_section, name="section"),
    path("<int:pk>/copy/", edit.project_copy, name="copy"),
    path("kept/", edit.keep, name="keep"),
    path("kept/<uuid:token>/delete/", edit.throw_away, name="throw_away"),
    path("<int:pk>/look-alikes/", look_alikes.look_alikes_of, name="look_alikes_of"),
    path("<int:pk>/publish/", detail.publish, name="publish"),
    path("<int:pk>/confirm/", detail.confirm, name="confirm"),
    path("<int:pk>/end/", freshness.end, name="end"),
    *document_urls(Document),
    *page_urls,
]
