"""Addresses of the sheets."""

from django.urls import path

from adam.sheets import views

app_name = "sheets"
urlpatterns = [
    path("", views.sheets, name="list"),
    path("countries/<slug:code>/", views.country, name="country"),
    path("countries/<slug:code>.pdf", views.country_pdf, name="country-pdf"),
    path("partners/<str:code>/", views.partner, name="partner"),
    path("partners/<str:code>.pdf", views.partner_pdf, name="partner-pdf"),
]
