"""Addresses of documents, for those of projects and those of meetings alike."""

from django.urls import URLPattern, path

from projects.models import AbstractDocument
from projects.views import documents, files


def document_urls(model: type[AbstractDocument]) -> list[URLPattern]:
    of = {"model": model}
    return [
        path("<int:pk>/documents/", files.document_list, of, name="documents"),
        path("<int:pk>/documents/new/", documents.upload, of, name="document_new"),
        path("documents/<int:pk>/", files.download, of, name="document"),
        path("documents/<int:pk>/about/", files.page, of, name="document_page"),
        path("documents/<int:pk>/edit/", documents.edit, of, name="document_edit"),
        path("documents/<int:pk>/replace/", documents.replace, of, name="document_replace"),
        path("documents/<int:pk>/delete/", documents.delete, of, name="document_delete"),
        path("documents/<int:pk>/picture/", files.picture, of, name="picture"),
        path("documents/<int:pk>/thumbnail/", files.thumbnail, of, name="thumbnail"),
        path("documents/<int:pk>/versions/<int:version>/", files.version, of, name="document_version"),
        path("documents/<int:pk>/versions/<int:version>/restore/", documents.restore, of, name="document_restore"),
    ]
