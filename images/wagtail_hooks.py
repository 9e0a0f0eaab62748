"""What the admin needs beside Wagtail's own: our views of uploads, and pictures that are coming."""

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from images import reports
from images.views import CreateView, EditView, picture_chooser


@hooks.register("insert_global_admin_js")
def ask_again() -> SafeString:
    """Thumbnails of a new upload appear without a reload."""
    return format_html('<script type="module" src="{}"></script>', static("images/again.js"))


@hooks.register("register_admin_urls", order=-1)
def upload_views() -> list[URLPattern]:
    """Wagtail's addresses and names, found before Wagtail's own."""
    return [
        path("images/add/", CreateView.as_view()),
        path("images/<int:image_id>/", EditView.as_view()),
        path("images/chooser/create/", picture_chooser.create_view),
    ]


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """The report of pictures that cannot be shown."""
    return reports.urls()


@hooks.register("register_reports_menu_item")
def report_menu_item() -> reports.ReportMenuItem:
    """Its place in the menu."""
    return reports.menu_item()
