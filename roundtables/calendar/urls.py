"""Addresses of the calendar; the feed's opens with a key instead of a session."""

from django.urls import path

from roundtables.views import calendar

calendar_urls = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/subscribe/", calendar.subscribe, name="calendar_subscribe"),
    path("calendar/subscribe/<int:pk>/revoke/", calendar.revoke, name="calendar_revoke"),
    path("calendar/<str:key>.ics", calendar.feed, name="calendar_feed"),
]
