"""Where Wagtail looks for hooks: the style guide, below Help."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.style_guide import style_guide


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """For everybody who may log in to the admin."""
    return [path("style-guide/", style_guide, name="style_guide")]


@hooks.register("register_help_menu_item")
def menu_item() -> MenuItem:
    """Beside Wagtail's own guides."""
    return MenuItem(_("Style guide"), reverse("style_guide"), icon_name="pick", order=500)
