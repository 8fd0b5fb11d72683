"""Under which keys a project is found as a candidate."""

from django.db import models

from projects.models import Project


class BlockingKey(models.Model):
    """A hashed word or combination under which a project can be found as a candidate."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("key", "project", name="blocking_key_once")]
        indexes = [models.Index("project", name="blocking_key_project")]

    def __str__(self) -> str:
        return f"{self.key} of {self.project_id}"
