"""What pages ask about the age of a record."""

from django import template

from projects import confirming
from projects.forms.ending import EndForm
from projects.models import Project

register = template.Library()
register.filter("still_called", confirming.still_called)


@register.simple_tag
def end_question(project: Project) -> EndForm:
    return EndForm(project=project)
