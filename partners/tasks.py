"""Background jobs. How often and how many times each is tried stands in adam/jobs.py."""

from django_tasks import task

from partners.notifications import deliver


@task()
def deliver_notifications() -> int:
    return deliver()


@task()
def send_invitation(invitation_id: int) -> None:
    from partners.invitations import mail_invitation

    mail_invitation(invitation_id)


@task()
def tell_of_ending_designations() -> int:
    from partners.designations import tell_of_ending

    return tell_of_ending()
