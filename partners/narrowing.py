"""Filters of lists: a wrong value is said in words and left out, the others stay."""

from collections.abc import Collection, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django_filters.fields import ChoiceField

LONGEST = 200  # characters of a search
MOST_SAID = 60  # of a wrong value


SEARCHED: dict[str, Any] = {  # how a field for words is made
    "max_length": LONGEST,
    "error_messages": {
        "max_length": f"This has more than {LONGEST} characters.",
        "null_characters_not_allowed": "This holds a character that cannot be searched for.",
    },
}


class Known:
    """A field that says of a wrong choice what was wrong, in the words of the register's filters."""

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):  # type: ignore[attr-defined]
            raise ValidationError(not_known(value))


class KnownChoice(Known, forms.ChoiceField):
    pass


class KnownOfFilter(Known, ChoiceField):
    pass


class Choice(django_filters.ChoiceFilter):
    field_class = KnownOfFilter


class Words(django_filters.CharFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **SEARCHED, **kwargs)


class Narrowed(django_filters.FilterSet):
    """What filters tell their pages."""

    @property
    def is_narrowed(self) -> bool:
        wrong = self.errors
        return self.is_bound and any(self.form.cleaned_data.get(name) for name in self.filters if name not in wrong)

    @property
    def wrong(self) -> list[str]:
        """For a file, which cannot say what was left out, and so is refused."""
        return wrong_in(self.form) if self.is_bound else []

    @property
    def understood(self) -> QueryDict:
        """The query without what was left out, for links to files of what is listed."""
        query = self.data.copy()
        for name in self.errors:
            query.pop(name, None)
        return query

    @property
    def problems(self) -> list[str]:
        return as_left_out(self.wrong)


def wrong_in(form: forms.Form) -> list[str]:
    return [f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts]


def not_known(value: str) -> str:
    return f"“{value[:MOST_SAID]}” is not known here."


def unknown(label: str, value: str) -> str:
    return f"{label}: {not_known(value)}"


def as_left_out(sentences: Iterable[str]) -> list[str]:
    """As a page says it, which goes on with what else was asked."""
    return [f"{sentence} It was left out." for sentence in sentences]


def no_such_order(sort: str, known: Collection[str]) -> list[str]:
    """Of a list; a minus is the other way round."""
    return as_left_out([unknown("Order", sort)]) if sort and sort.removeprefix("-") not in known else []
