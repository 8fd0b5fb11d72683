"""Addresses of the gap map: the page, its files, its pictures."""

from django.urls import path

from roundtables.views import gaps

gap_urls = [
    path("gaps/", gaps.gap_map, name="gaps"),
    path("gaps.csv", gaps.gaps_csv, name="gaps_csv"),
    path("gaps.json", gaps.gaps_json, name="gaps_json"),
    path("gaps.xlsx", gaps.gaps_workbook, name="gaps_xlsx"),
    path("gaps.png", gaps.gaps_png, name="gaps_png"),
    path("gaps.svg", gaps.gaps_svg, name="gaps_svg"),
    path("gaps.pdf", gaps.gaps_pdf, name="gaps_pdf"),
]
