"""The one definition of what an anonymous reader may see. Every output asks here."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page
from wagtail.query import PageQuerySet


def public(pages: PageQuerySet | None = None) -> PageQuerySet:
    """Those of `pages` (of all pages, if none are given) that anybody may see now.

    Published, not yet expired (also when the scheduled job that unpublishes is late), and with no
    view restriction on the page or on a page above it.
    """
    pages = Page.objects.all() if pages is None else pages
    return pages.live().public().filter(~expired())


def expired() -> Q:
    """The condition of a page whose time is over."""
    return Q(expire_at__isnull=False, expire_at__lte=timezone.now())


def in_public_collection() -> Exists:
    """The condition of a picture or file that is in no private collection, nor below one."""
    path = ExpressionWrapper(OuterRef("collection__path"), CharField())
    private = CollectionViewRestriction.objects.annotate(path=path)
    return ~Exists(private.filter(path__startswith=F("collection__path")))
