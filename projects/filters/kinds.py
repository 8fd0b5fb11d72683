"""The kinds of filters, and what each may be given."""

from copy import copy
from typing import Any

import django_filters

from projects.forms.narrowing import CodesField, MarkField, SearchField, YearField

READ = ("place", "unit", "activity", "involved", "member")  # choices are what an address names, as far as there is it
NAMED = ("country", "partner", "theme", "activity_type", "implementer", "lead", "sub_theme", "cell", *READ)
NAMES = {  # code and name of all that there are
    "country": "SELECT ARRAY[iso2, name] FROM partners_country ORDER BY name",
    "besides": "SELECT ARRAY[iso2, concat_ws(';', iso2, iso3, array_to_string(former_names || other_names, ';'))]"
    " FROM partners_country",  # other names of countries
    "partner": "SELECT ARRAY[code, name] FROM partners_partner ORDER BY name",
    "theme": "SELECT ARRAY[code, concat(code, ' ', name)] FROM projects_theme ORDER BY code",
    "activity_type": "SELECT ARRAY[code, name] FROM projects_activitytype ORDER BY code",
}


class Filter(django_filters.Filter):
    def __deepcopy__(self, memo: dict[int, Any]) -> "Filter":
        """Each set of filters has its own; what they were declared with is never changed."""
        copied = copy(self)
        copied.method = self.method  # of this set
        return copied


class Search(Filter):
    field_class = SearchField


class Codes(Filter):
    field_class = CodesField


class Year(Filter):
    field_class = YearField


class Marked(Filter):
    field_class = MarkField
