"""Addresses of bodies that carry projects out or receive them."""

from django.urls import path

from projects.views import bodies

app_name = "organizations"
urlpatterns = [
    path("", bodies.body_list, name="list"),
    path("pairs/", bodies.near_pairs, name="pairs"),
    path("<int:pk>/", bodies.body_detail, name="detail"),
    path("<int:pk>/edit/", bodies.body_edit, name="edit"),
    path("<int:pk>/merge/", bodies.merge_bodies, name="merge"),
    path("<int:pk>/is-not/<int:other>/", bodies.not_the_same, name="not-the-same"),
    path("merges/<int:pk>/undo/", bodies.undo_merge, name="undo"),
]
