from django.urls import path

from adam.people.accepting import accept_invitation
from partners import invitation_views as views

app_name = "invitations"
urlpatterns = [
    path("", views.invitation_list, name="list"),
    path("<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw"),
    path("<int:pk>/again/", views.send_again, name="send-again"),
    path("accept/<slug:token>/", accept_invitation, name="accept"),
]
