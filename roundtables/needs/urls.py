"""Addresses of needs and offers."""

from django.urls import URLPattern, path

from roundtables.models import Need, Offer
from roundtables.views import needs as views
from roundtables.views import saying
from roundtables.views.needs import SORTS, Wishes


def wish_urls(model: Wishes) -> list[URLPattern]:
    word, of = SORTS[model].word, {"model": model}
    return [
        path(f"{word}s/", views.wish_list, of, name=f"{word}s"),
        path(f"{word}s/export.csv", views.export, of, name=f"{word}s_csv"),
        path(f"{word}s/new/", views.create, of, name=f"{word}_create"),
        path(f"{word}s/<int:pk>/", views.detail, of, name=word),
        path(f"{word}s/<int:pk>/edit/", views.edit, of, name=f"{word}_edit"),
        path(f"{word}s/<int:pk>/confirm/", views.confirm, of, name=f"{word}_confirm"),
        path(f"{word}s/<int:pk>/close/", views.close, of, name=f"{word}_close"),
        path(f"{word}s/<int:pk>/reopen/", views.reopen, of, name=f"{word}_reopen"),
    ]


urlpatterns = [
    *wish_urls(Need),
    *wish_urls(Offer),
    path("needs/<int:pk>/offers/<int:offer>/say/", saying.of_offer, name="say_of_offer"),
    path("needs/<int:pk>/projects/<int:project>/say/", saying.of_project, name="say_of_project"),
]
