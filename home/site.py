"""The site's first page."""

from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from publishing.site import follow_public_url


@transaction.atomic
def create_home(**words: Any) -> HomePage:
    """Make the English home page the site's root, in place of Wagtail's welcome page.

    `words` are HomePage's fields. Returns the page that is there already, if there is one.
    """
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(slug="kensite-home", locale=Locale.get_default(), **words)
        )
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
        Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
        follow_public_url()
    return home
