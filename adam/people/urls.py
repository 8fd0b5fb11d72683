"""Addresses about designations, beside those of partners."""

from django.urls import path

from adam.people import designations

app_name = "people"
urlpatterns = [
    path("<int:pk>/designate/", designations.designate, name="designate"),
    path("designations/<int:pk>/", designations.change, name="designation"),
    path("designations/<int:pk>/end/", designations.end, name="end-designation"),
    path("letters/<int:pk>/", designations.letter, name="letter"),
    path("letters/<int:pk>/delete/", designations.delete_letter, name="letter-delete"),
]
