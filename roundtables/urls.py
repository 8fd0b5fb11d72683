"""Addresses of meetings, their recommendations and documents."""

from django.urls import URLPattern

app_name = "roundtables"
urlpatterns: list[URLPattern] = []
