"""An organisation whose address changes is found at its old one, in every language."""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.models import OrganisationsPage
from newsletters.models import Organisation


def connect() -> None:
    """Hear of new addresses."""
    pre_save.connect(before_saving, sender=Organisation, dispatch_uid="organisation-redirects")


def before_saving(sender: Any, instance: Organisation, **_signal: Any) -> None:
    """Redirect the old address of an organisation that readers know."""
    known = Organisation.objects.filter(pk=instance.pk, first_published_at__isnull=False)
    old = known.values_list("slug", flat=True).first()
    if old and instance.slug and old != instance.slug:
        for page in OrganisationsPage.objects.all():
            redirect(page, old, instance.slug)


def redirect(page: Page, old: str, new: str) -> None:
    """Lead from one address below a page to another; none leads away from the new one."""
    parts = page.get_url_parts()
    if parts is None:
        return
    site, _root, path = parts
    of_site = Redirect.objects.filter(site_id=site, automatically_created=True)
    of_site.filter(old_path=Redirect.normalise_path(f"{path}{new}")).delete()
    led = of_site.filter(redirect_page=page, redirect_page_route_path=f"/{old}/")
    led.update(redirect_page_route_path=f"/{new}/")
    Redirect.objects.update_or_create(
        site_id=site,
        old_path=Redirect.normalise_path(f"{path}{old}"),
        defaults={
            "redirect_page_id": page.pk,
            "redirect_page_route_path": f"/{new}/",
            "redirect_link": "",
            "automatically_created": True,
        },
    )
