"""Addresses of saved reports, of the dashboard, and of what is embedded elsewhere."""

from django.urls import path

from projects.views import dashboard, embeds, reports

report_urls = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.save_report, name="report_new"),
    path("reports/<int:pk>/change/", reports.change_report, name="report_change"),
    path("reports/<int:pk>/delete/", reports.delete_report, name="report_delete"),
    path("reports/<int:pk>/pin/", dashboard.pin_report, name="report_pin"),
    path("reports/<int:pk>/unpin/", dashboard.unpin_report, name="report_unpin"),
    path("reports/<int:pk>/move/", dashboard.move_report, name="report_move"),
    path("reports/<int:pk>/embeds/", embeds.embeds, name="report_embeds"),
    path("reports/embeds/", embeds.every_embed, name="embeds"),
    path("reports/embeds/<int:pk>/revoke/", embeds.revoke, name="embed_revoke"),
    path("embedded/<str:key>.png", embeds.embedded_picture, {"kind": "png"}, name="embedded_png"),
    path("embedded/<str:key>.svg", embeds.embedded_picture, {"kind": "svg"}, name="embedded_svg"),
    path("embedded/<str:key>/", embeds.embedded_table, {"kind": "table"}, name="embedded_table"),
]
