"""The site's record in the database, which has to say what PUBLIC_URL says."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def host_and_port() -> tuple[str, int]:
    """Those of PUBLIC_URL."""
    url = urlsplit(settings.PUBLIC_URL)
    return url.hostname or "", url.port or (443 if url.scheme == "https" else 80)


def follow_public_url(**_signal: Any) -> None:
    """Give Wagtail's site record the host and port of PUBLIC_URL, so that links are right."""
    hostname, port = host_and_port()
    Site.objects.filter(is_default_site=True).update(
        hostname=hostname, port=port, site_name=str(settings.WAGTAIL_SITE_NAME)
    )
    Site.clear_site_root_paths_cache()


def has_public_url() -> bool:
    """Whether it does; not after PUBLIC_URL was changed, or another site's backup restored."""
    kept = Site.objects.filter(is_default_site=True).values_list("hostname", "port").first()
    return kept in (None, host_and_port())
