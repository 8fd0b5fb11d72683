"""What is done from a project's own page, below its address."""

from django.urls import path

from projects.views import drafts, history, merges, relations

page_urls = [
    path("<int:pk>/discard/", drafts.discard, name="discard"),
    path("deleted/", drafts.deleted, name="deleted"),
    path("deleted/<int:pk>/put-back/", drafts.bring_back, name="bring_back"),
    path("<int:pk>/withdraw/", drafts.withdraw, name="withdraw"),
    path("<int:pk>/history/", history.history, name="history"),
    path("<int:pk>/put-back/", history.put_back, name="put_back"),
    path("<int:pk>/merge/", merges.merge, name="merge"),
    path("merges/<int:pk>/undo/", merges.undo, name="undo_merge"),
    path("<int:pk>/relations/new/", relations.relate, name="relate"),
    path("<int:pk>/relations/<int:relation>/delete/", relations.unrelate, name="unrelate"),
]
