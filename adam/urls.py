"""Every address of the site. Each stands in the access table (tests/addresses.py)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic.base import TemplateView

from adam import health, home
from adam.api import router, schema

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # one way in, with its rate limits

handler400 = "adam.errors.bad_request"
urlpatterns = [
    path("", home.home, name="home"),
    path("help/", login_not_required(TemplateView.as_view(template_name="help.html")), name="help"),
    path(
        "accessibility/",
        login_not_required(TemplateView.as_view(template_name="accessibility.html")),
        name="accessibility",
    ),
    path("projects/", include("projects.urls")),
    path("partners/", include("partners.urls")),
    path("partners/", include("adam.people.urls")),
    path("organizations/", include("projects.body_urls")),
    path("alerts/", include("duplication.urls")),
    path("sheets/", include("adam.sheets.urls")),
    path("oversight/", include("adam.oversight.urls")),
    path("round-tables/", include("roundtables.urls")),
    path("notifications/", include("partners.notification_urls")),
    path("invitations/", include("adam.people.invitation_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/schema/", schema, name="api-schema"),
    path("api/", include((router.urls, "api"))),
    path("administration/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
]
