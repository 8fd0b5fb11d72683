"""Addresses of how the review is doing."""

from django.urls import path

from adam.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.oversight, name="page"),
    path("alerts.csv", views.oversight_csv, name="alerts-csv"),
    path("redirected.csv", views.redirected_csv, name="redirected-csv"),
]
