"""Addresses of the sheets."""

from django.urls import path

from adam.sheets import views
from roundtables.pack.subject import COUNTRY
from roundtables.pack.urls import pack_urls

app_name = "sheets"
urlpatterns = [
    path("", views.sheets, name="list"),
    path("countries/<slug:code>/", views.country, name="country"),
    path("countries/<slug:code>.pdf", views.country_pdf, name="country-pdf"),
    *pack_urls(COUNTRY, "countries/<slug:code>/", "country_pack"),
    path("partners/<str:code>/", views.partner, name="partner"),
    path("partners/<str:code>.pdf", views.partner_pdf, name="partner-pdf"),
]
