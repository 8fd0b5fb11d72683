"""What other applications may want to hear of."""

from django.dispatch import Signal

# Bulk writes send no post_save. Sent after the commit of an import, or of a portfolio confirmed as a whole, with
# project_ids (Sequence[int]) and batch (UUID): the notifications that follow share it and go out as one mail.
# Who hears it answers in words what came of it, or nothing.
projects_imported = Signal()
