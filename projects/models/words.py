"""What the search reads: the words of projects and documents, kept by database triggers, whoever writes and however.

The triggers and their functions stand in the migration `search_words`. Every change leaves a mark; before the
transaction ends, the words of the marked projects are written anew. `manage.py rebuild_search` does so for all.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from .document import Document
from .project import Project

PENDING = 512  # kilobytes not yet sorted in, which every search reads


class ProjectWords(models.Model):
    """Made of the project, its organizations, countries, places, themes, activities and numbers."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="words", db_constraint=False)
    numbers = models.TextField(help_text="Reference, number in this register, identifiers: parts of them are found.")
    heading = SearchVectorField(help_text="Title and numbers as written, for suggestions.")
    words = SearchVectorField(help_text="Stemmed by the language of the project: A title, B names, C objective.")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="project_words", gin_pending_list_limit=PENDING),
            GinIndex(fields=["heading"], name="project_heading", gin_pending_list_limit=PENDING),
            GinIndex(fields=["numbers"], name="project_numbers", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"Words of project {self.project_id}"


class DocumentWords(models.Model):
    """Made of a document's title, file name and text. Who may see the document may find it, nobody else."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="words", db_constraint=False
    )
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="document_words")]

    def __str__(self) -> str:
        return f"Words of document {self.document_id}"


class ProjectChange(models.Model):
    """Mark that something of a project was changed, by which transaction. Project 0 stands for all of them."""

    project_id = models.BigIntegerField()
    transaction = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["transaction", "project_id"], name="project_change_by")]

    def __str__(self) -> str:
        return f"Change of project {self.project_id}"


class KnownWord(models.Model):
    """A word of texts that everybody may read, for "did you mean"."""

    word = models.CharField(max_length=40, primary_key=True)
    projects = models.PositiveIntegerField(help_text="How many projects have it.")

    class Meta:
        indexes = [GinIndex(fields=["word"], name="known_word_parts", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
