"""The REST API's routes. Read-only; what a person may see comes from the same queries and filters as the pages."""

from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
schema = SpectacularAPIView.as_view()
