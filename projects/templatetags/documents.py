"""Addresses of documents, which projects and meetings have alike."""

from django import template
from django.db.models import Model
from django.urls import reverse

from projects.models import AbstractDocument

register = template.Library()


@register.simple_tag
def document_url(document: AbstractDocument, name: str, *words: object) -> str:
    """{% document_url document "document_edit" %}"""
    return reverse(f"{document.namespace}:{name}", args=[document.pk, *words])


@register.simple_tag
def holder_url(model: type[AbstractDocument], holder: Model, name: str) -> str:
    """{% holder_url model project "document_new" %}"""
    return reverse(f"{model.namespace}:{name}", args=[holder.pk])
