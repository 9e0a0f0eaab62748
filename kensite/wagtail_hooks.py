"""The admin in the network's colours, and who is logged in."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def brand_colours() -> SafeString:
    """Five of Wagtail's colour variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """What the scripts of the editor ask."""
    return [path("session/", session, name="session")]


def session(request: HttpRequest) -> JsonResponse:
    """Who is logged in, and the CSRF token that their forms need now; see admin/session.js."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})
