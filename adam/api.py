"""The REST API's routes. Read-only; what a person may see comes from the same queries and filters as the pages."""

from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from duplication.api import AlertViewSet
from partners.api import PartnerViewSet
from projects.api import ProjectViewSet
from roundtables.api import RecommendationViewSet, RoundTableViewSet
from roundtables.needs.api import NeedViewSet, OfferViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("projects", ProjectViewSet, basename="project")
router.register("partners", PartnerViewSet, basename="partner")
router.register("alerts", AlertViewSet, basename="alert")
router.register("round-tables", RoundTableViewSet, basename="round-table")
router.register("recommendations", RecommendationViewSet, basename="recommendation")
router.register("needs", NeedViewSet, basename="need")
router.register("offers", OfferViewSet, basename="offer")
schema = SpectacularAPIView.as_view()
