"""The one definition of what an anonymous reader may see. Every output asks here."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page
from wagtail.query import PageQuerySet


def public(pages: PageQuerySet | None = None) -> PageQuerySet:
    """Those of `pages` (of all pages, if none are given) that anybody may see now.

    Published, within its time, and with no view restriction on the page or on a page above it.
    """
    pages = Page.objects.all() if pages is None else pages
    return pages.public().filter(published())


def published() -> Q:
    """The condition of a page or snippet that is published, and whose time is now.

    To the second, also when the scheduled job that unpublishes is late, and whatever wrote `live`
    into a row whose time is yet to come.
    """
    now = timezone.now()
    begun = Q(go_live_at=None) | Q(go_live_at__lte=now)
    lasting = Q(expire_at=None) | Q(expire_at__gt=now)
    return Q(live=True) & begun & lasting


def is_published(instance: Any) -> bool:
    """The same of one page or snippet."""
    return instance.live and in_its_time(instance)


def in_its_time(instance: Any) -> bool:
    """Whether its time has begun and is not over."""
    now = timezone.now()
    begun = instance.go_live_at is None or instance.go_live_at <= now
    return begun and (instance.expire_at is None or instance.expire_at > now)


def in_public_collection() -> Exists:
    """The condition of a picture or file that is in no private collection, nor below one."""
    path = ExpressionWrapper(OuterRef("collection__path"), CharField())
    private = CollectionViewRestriction.objects.annotate(path=path)
    return ~Exists(private.filter(path__startswith=F("collection__path")))
