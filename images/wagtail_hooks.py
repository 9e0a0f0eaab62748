"""What the admin needs to show pictures that are being generated."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def ask_again() -> SafeString:
    """Thumbnails of a new upload appear without a reload."""
    return format_html('<script type="module" src="{}"></script>', static("images/again.js"))
