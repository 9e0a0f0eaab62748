"""The admin in the network's colours."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def brand_colours() -> SafeString:
    """Five of Wagtail's colour variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))
