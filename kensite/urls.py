"""The addresses of the site, in the order in which they are tried."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from api.v2.start import start
from home.calendar import calendar, event_calendar
from home.cards import social_card
from images.serving import rendition
from kensite.api import v1, v2
from kensite.log_in.doors import collection_password, page_password
from kensite.media import cover_art, document, favicon
from kensite.unavailable import limited
from localization.sitemaps import I18nSitemap
from search.views import open_search, search

handler500 = "kensite.unavailable.server_error"

robots = TemplateView.as_view(
    template_name="robots.txt",
    content_type="text/plain; charset=utf-8",
    extra_context={"site": settings.PUBLIC_URL},
)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/authenticate_with_password/<int:restriction>/", collection_password),
    path("documents/<int:pk>/<path:filename>", document),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include(v1)),
    path("api/v2/", start),
    path("api/v2/", v2.urls),
    path("media/images/<path:name>", rendition, name="rendition"),
    path("art/<int:seed>.svg", cover_art, name="cover_art"),
    path("favicon.ico", favicon),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": I18nSitemap}}, name="sitemap"),
    path("robots.txt", robots),
]

urlpatterns += i18n_patterns(
    path("card/<uuid:key>.jpg", social_card, name="card"),
    path("search/", limited(search), name="search"),
    path("search.xml", open_search, name="open_search"),
    path("calendar.ics", calendar, name="calendar"),
    path("calendar/<str:block>.ics", event_calendar, name="event_calendar"),
    path("_util/authenticate_with_password/<int:restriction>/<int:page>/", page_password),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
