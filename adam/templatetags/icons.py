"""The tags of heroicons, each icon drawn once: the package makes it of its XML wherever it stands, dozens on a page."""

from functools import cache

from django import template
from heroicons.templatetags import heroicons

register = template.Library()

for draw in (heroicons.heroicon_micro, heroicons.heroicon_mini, heroicons.heroicon_outline, heroicons.heroicon_solid):
    register.simple_tag(cache(draw), name=draw.__name__)
