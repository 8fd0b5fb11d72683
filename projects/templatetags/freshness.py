"""What pages ask about the age of a record."""

from django import template

from projects.forms.ending import EndForm
from projects.models import Project

register = template.Library()


@register.simple_tag
def end_question(project: Project) -> EndForm:
    return EndForm(project=project)
