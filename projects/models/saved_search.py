"""A search that a person keeps: the query string of the register under a name. Nobody else sees it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

if TYPE_CHECKING:
    from partners.models import User

MOST_SAVED = 100  # by one person: all of them stand above the register
LONGEST_QUERY = 4_000  # characters; an address that is longer does not travel through every proxy


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(owner=user.pk)

    def editable_by(self, user: "User") -> Self:
        return self.visible_to(user)


class SavedSearch(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, help_text="The query string of the register.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="saved_search_name_once"),
            models.CheckConstraint(name="saved_search_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('projects:list')}?{self.query}" if self.query else reverse("projects:list")
