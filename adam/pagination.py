"""Pages of results in the API. A module of its own: the framework asks for it while it is itself being loaded."""

from rest_framework.pagination import PageNumberPagination


class Pagination(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
