"""What is stored of a project for detection: under which keys it is found, and by which facts mostly turned down."""

from django.db import models

from projects.models import Project


class BlockingKey(models.Model):
    """A hashed word or combination under which a project can be found as a candidate.

    Dozens for each project, hence no more than the pair, with one index by key and one by project. That the project is
    there is not checked: a key that a deleted one left behind finds nothing.
    """

    pk = models.CompositePrimaryKey("key", "project_id")
    key = models.BigIntegerField()
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [models.Index("project", name="blocking_key_project")]

    def __str__(self) -> str:
        return f"{self.key} of {self.project_id}"


class StoredFacts(models.Model):
    """A few plain facts of a project, packed: see `duplication.matching.columns`. That the project is there is not
    checked either.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    columns = models.BinaryField()
    title = models.TextField()  # folded, which may be longer than what was written

    class Meta:
        verbose_name_plural = "stored facts"

    def __str__(self) -> str:
        return f"{self.title} ({self.project_id})"


class CommonKey(models.Model):
    """A key that too many projects had, when the last sweep counted, to tell anything."""

    key = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.key)
