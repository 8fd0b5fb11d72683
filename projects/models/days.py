"""Which days of a project are none."""

from datetime import date

from django.core.exceptions import ValidationError


def plausible(day: date) -> None:
    """Raises ValidationError for a slip, and for what stands for no day, such as one in 9999."""
    if not 1950 <= day.year <= 2100:
        raise ValidationError("Write a year between 1950 and 2100.")
