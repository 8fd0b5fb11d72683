"""Addresses of alerts."""

from django.urls import path

from duplication.views import alert, calibration, cluster, mails, queue, talk, verdict

app_name = "alerts"
urlpatterns = [
    path("", queue.alert_list, name="list"),
    path("several/", queue.do_several, name="several"),
    path("undo/", verdict.undo_verdicts, name="undo"),
    path("thresholds/", calibration.thresholds, name="thresholds"),
    path("calibrations/", calibration.calibrations, name="calibrations"),
    path("thresholds/set/", calibration.set_thresholds, name="set_thresholds"),
    path("thresholds/propose/", calibration.let_propose, name="let_propose"),
    path("thresholds/count/", calibration.count_lower, name="count_lower"),
    path("thresholds/<int:pk>/", calibration.decide_proposal, name="decide_proposal"),
    path("thresholds/<int:pk>/again/", calibration.propose_again, name="propose_again"),
    path("<int:pk>/quick/", queue.quick, name="quick"),
    path("<int:pk>/next/", queue.beside, {"by": 1}, name="next"),
    path("<int:pk>/previous/", queue.beside, {"by": -1}, name="previous"),
    path("<int:pk>/", alert.alert_detail, name="detail"),
    path("<int:pk>/position/", alert.take_position, name="position"),
    path("<int:pk>/verdict/", verdict.give_verdict, name="verdict"),
    path("<int:pk>/cluster/", cluster.cluster, name="cluster"),
    path("<int:pk>/cluster/verdict/", cluster.decide_cluster, name="decide_cluster"),
    path("<int:pk>/cluster/position/", cluster.answer_cluster, name="answer_cluster"),
    path("<int:pk>/reopen/", verdict.reopen_verdict, name="reopen"),
    path("<int:pk>/messages/", talk.write, name="message"),
    path("mail/<str:token>/", mails.from_mail, name="from_mail"),
    path("mail/<str:token>/contact/", mails.contact_from_mail, name="contact_from_mail"),
    path("mail/<str:token>/message/", mails.message_from_mail, name="message_from_mail"),
    path("mail/answered/<str:token>/", mails.answered_from_mail, name="answered_from_mail"),
    path("attachments/<int:pk>/", talk.attachment, name="attachment"),
    path("<int:pk>/contact/", talk.ask, name="contact"),
    path("<int:pk>/contact/answer/", talk.answer, name="contact-answer"),
    path("<int:pk>/contact/end/", talk.end, name="contact-end"),
]
