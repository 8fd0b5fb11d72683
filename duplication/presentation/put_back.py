"""Whether what opened an alert again is as it was, where the person is told what that is."""

from duplication.review.material import changed_since

from .alerts import AlertView


def is_put_back(view: AlertView) -> bool:
    fallen = view.fallen
    if view.verdict or view.closed or not (view.is_told_why_open and fallen and fallen.material):
        return False
    return not changed_since([fallen])[fallen.pk]
