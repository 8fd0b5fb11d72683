"""Addresses about designations, beside those of partners."""

from django.urls import path

from adam.people import designations, handover, participation, unowned

app_name = "people"
urlpatterns = [
    path("participation/", participation.participation, name="participation"),
    path("participation.csv", participation.participation_csv, name="participation-csv"),
    path("participation/<slug:measure>/", participation.behind, name="behind"),
    path("designated/", participation.designated, name="designated"),
    path("designated.csv", participation.designated_csv, name="designated-csv"),
    path("<int:pk>/designate/", designations.designate, name="designate"),
    path("designations/<int:pk>/", designations.change, name="designation"),
    path("designations/<int:pk>/end/", designations.end, name="end-designation"),
    path("<int:pk>/hand-over/", handover.hand_over, name="hand-over"),
    path("hand-overs/<int:pk>/", handover.handed_over, name="handed-over"),
    path("hand-overs/<int:pk>/seen/", handover.seen, name="hand-over-seen"),
    path("unowned/", unowned.unowned, name="unowned"),
    path("letters/<int:pk>/", designations.letter, name="letter"),
    path("letters/<int:pk>/delete/", designations.delete_letter, name="letter-delete"),
]
