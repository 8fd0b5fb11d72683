"""Addresses of alerts."""

from django.urls import path

from duplication import (
    calibration_views,
    cluster_views,
    mail_views,
    queue_views,
    talk_views,
    verdict_views,
    views,
)

app_name = "alerts"
urlpatterns = [
    path("", queue_views.alert_list, name="list"),
    path("several/", queue_views.do_several, name="several"),
    path("thresholds/", calibration_views.thresholds, name="thresholds"),
    path("thresholds/set/", calibration_views.set_thresholds, name="set_thresholds"),
    path("thresholds/propose/", calibration_views.let_propose, name="let_propose"),
    path("thresholds/count/", calibration_views.count_lower, name="count_lower"),
    path("thresholds/<int:pk>/", calibration_views.decide_proposal, name="decide_proposal"),
    path("<int:pk>/quick/", queue_views.quick, name="quick"),
    path("<int:pk>/", views.alert_detail, name="detail"),
    path("<int:pk>/position/", views.take_position, name="position"),
    path("<int:pk>/verdict/", verdict_views.give_verdict, name="verdict"),
    path("<int:pk>/cluster/", cluster_views.cluster, name="cluster"),
    path("<int:pk>/reopen/", verdict_views.reopen_verdict, name="reopen"),
    path("<int:pk>/messages/", talk_views.write, name="message"),
    path("mail/<str:token>/", mail_views.from_mail, name="from_mail"),
    path("attachments/<int:pk>/", talk_views.attachment, name="attachment"),
    path("<int:pk>/contact/", talk_views.ask, name="contact"),
    path("<int:pk>/contact/answer/", talk_views.answer, name="contact-answer"),
    path("<int:pk>/contact/end/", talk_views.end, name="contact-end"),
]
