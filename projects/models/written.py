"""Numbers of projects as they are compared, in the database."""

from django.db.models import Func, TextField


class Written(Func):
    """As `projects.numbers.compared` has it: "AF / 2004-117" and "af2004117" are one. Indexed,
    hence here. Letters that change in number by case, such as ß, stay as they are."""

    template = "regexp_replace(normalize(lower(%(expressions)s), NFKD), '[^[:alnum:]]', '', 'g')"
    output_field = TextField()
