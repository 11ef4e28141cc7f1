from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from search import sitemap

from . import health, styleguide, views

# Without a language in front, or in every language: `/parks/` is English, `/zh-hans/parks/` Chinese.
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<int:place>.xml", sitemap.part, name="sitemap_part"),
    path("api/", include("portal.api_urls")),
    path("feeds/", include("accounts.feed_urls")),
]
pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("", include("organisations.urls")),
    path("", include("parks.urls")),
    path("figures/", include("parks.figure_urls")),
    path("", include("partners.urls")),
    path("projects/", include("projects.urls")),
    path("", include("cases.urls")),
    path("catalogue/", include("catalogue.urls")),
    path("countries/", include("countries.urls")),
    path("sources/", include("sources.urls")),
    path("search/", include("search.urls")),
    path("curation/", include("curation.urls")),
    path("notifications/", include("notifications.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    pages.append(path("styleguide/", styleguide.page, name="styleguide"))
urlpatterns += i18n_patterns(*pages, prefix_default_language=False)

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
