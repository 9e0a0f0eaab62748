"""A restriction of a page, or of one above it, also holds for its translations and mirrors.

Wagtail restricts one page of one language. Here every change of a restriction, and of what follows
which page, ends in `follow_restrictions`, in the transaction of that change, whoever makes it.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import post_page_move
from wagtail_localize.models import Translation

from localization.models import CopiedRestriction

at_work: ContextVar[bool] = ContextVar("at_work", default=False)


def branches(pages: Iterable[Page]) -> QuerySet:
    """These pages and all below them."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    return Page.objects.filter(below)


def followers(originals: QuerySet) -> QuerySet:
    """The pages that say what these say: translations, also those written by hand, and aliases.

    A translation that nobody submitted follows the page in the language of the settings.
    """
    same_key = {"source__object_id": OuterRef("translation_key")}
    into_it = Translation.objects.filter(**same_key, target_locale_id=OuterRef("locale_id"))
    submitted = into_it.filter(
        Exists(
            originals.filter(
                translation_key=OuterRef("source__object_id"),
                locale_id=OuterRef("source__locale_id"),
            )
        )
    )
    default = Locale.get_default()
    out_of_it = Translation.objects.filter(
        **same_key, source__locale_id=OuterRef("locale_id"), target_locale=default
    )
    in_default = originals.filter(translation_key=OuterRef("translation_key"), locale=default)
    by_hand = Exists(in_default.exclude(pk=OuterRef("pk"))) & ~Exists(into_it) & ~Exists(out_of_it)
    found = Page.objects.filter(Q(Exists(submitted)) | Q(by_hand) | Q(alias_of__in=originals))
    return found.order_by("path")


def outermost_followers(page: Page) -> list[Page]:
    """What follows any page of this branch, and what follows that; of each branch only its top."""
    found: list[Page] = []
    known: tuple[str, ...] = (page.path,)
    fresh = [page]
    while fresh:
        tops: list[Page] = []
        for follower in followers(branches(fresh)):
            if not follower.path.startswith(known):
                tops.append(follower)
                known += (follower.path,)
        found += tops
        fresh = tops
    return found


def follows_another(page: Page) -> bool:
    """Whether the page is a translation or an alias of a page that exists."""
    family = Q(translation_key=page.translation_key) | Q(pk=page.alias_of_id)
    return followers(Page.objects.filter(family)).filter(pk=page.pk).exists()


def follow_restrictions() -> None:
    """Make, change and lift what pages are restricted by because the page they follow is.

    What an editor restricted by hand is left alone. A page that no longer follows another keeps
    its restriction, as its own: losing an original makes nothing public.
    """
    if at_work.get() or not PageViewRestriction.objects.exists():
        return
    token = at_work.set(True)
    try:
        with transaction.atomic():
            # Whoever restricts and whoever adds a page see each other's work, one after the other
            list(Locale.objects.select_for_update(no_key=True).order_by("pk").values("pk"))
            follow(wanted_copies())
    finally:
        at_work.reset(token)


def wanted_copies() -> dict[tuple[int, int], tuple[Page, PageViewRestriction]]:
    """Each page that follows a restricted one with that restriction, by primary keys."""
    own = PageViewRestriction.objects.filter(copied=None).select_related("page")
    return {
        (page.pk, original.pk): (page, original)
        for original in own
        for page in outermost_followers(original.page)
    }


def follow(wanted: dict[tuple[int, int], tuple[Page, PageViewRestriction]]) -> None:
    """Bring the copies to what is wanted."""
    for copied in CopiedRestriction.objects.select_related("restriction__page", "original"):
        key = (copied.restriction.page_id, copied.original_id)
        if key in wanted:
            wanted.pop(key)
            assimilate(copied.restriction, copied.original)
        elif follows_another(copied.restriction.page):
            copied.restriction.delete()
        else:
            copied.delete()
    for page, original in wanted.values():
        restriction = PageViewRestriction(page=page)
        assimilate(restriction, original)
        CopiedRestriction.objects.create(restriction=restriction, original=original)


def assimilate(restriction: PageViewRestriction, original: PageViewRestriction) -> None:
    """Let a restriction ask the same of a reader as the original does."""
    names = ("restriction_type", "password")
    if any(getattr(restriction, name) != getattr(original, name) for name in names):
        for name in names:
            setattr(restriction, name, getattr(original, name))
        restriction.save()
    groups = list(original.groups.order_by("pk"))
    if list(restriction.groups.order_by("pk")) != groups:
        restriction.groups.set(groups)


# ── Whatever changes it ──────────────────────────────────────────────────────────────────────


class RestrictionQuerySet(QuerySet):
    """Writes row by row: what Django writes in bulk sends no signal, and nobody would follow."""

    @transaction.atomic
    def update(self, **values: Any) -> int:
        """Change each."""
        restrictions = list(self)
        for restriction in restrictions:
            for name, value in values.items():
                setattr(restriction, name, value)
            restriction.save()
        return len(restrictions)

    @transaction.atomic
    def bulk_create(
        self, objs: Iterable[PageViewRestriction], batch_size: int | None = None
    ) -> list:
        """Save each new one."""
        objs = list(objs)
        for restriction in objs:
            restriction.save()
        return objs

    @transaction.atomic
    def bulk_update(
        self,
        objs: Iterable[PageViewRestriction],
        fields: Iterable[str],
        batch_size: int | None = None,
    ) -> int:
        """Save these fields of each."""
        objs = list(objs)
        for restriction in objs:
            restriction.save(update_fields=list(fields))
        return len(objs)


def connect() -> None:
    """Follow every change; once, however often it is called."""
    uid = {"dispatch_uid": "localization-restrictions"}
    for sender in (PageViewRestriction, Translation):
        post_save.connect(after_change, sender=sender, **uid)
    for sender in (PageViewRestriction, Page):
        post_delete.connect(after_deletion, sender=sender, **uid)
    m2m_changed.connect(after_change, sender=PageViewRestriction.groups.through, **uid)
    post_save.connect(after_page, **uid)
    post_page_move.connect(after_change, **uid)
    if not isinstance(PageViewRestriction.objects.all(), RestrictionQuerySet):
        for name in ("save", "delete"):  # with what follows from it
            whole = transaction.atomic(getattr(PageViewRestriction, name))
            setattr(PageViewRestriction, name, whole)
        PageViewRestriction._meta.local_managers.clear()
        RestrictionQuerySet.as_manager().contribute_to_class(PageViewRestriction, "objects")


def after_change(sender: Any, **_signal: Any) -> None:
    """A restriction, its groups, a translation or the place of a page changed."""
    follow_restrictions()


def after_deletion(sender: Any, instance: Any, origin: Any = None, **_signal: Any) -> None:
    """A restriction was lifted; one that goes with its page is worked on when that is gone."""
    if sender is Page or getattr(origin, "model", type(origin)) is PageViewRestriction:
        follow_restrictions()


def after_page(sender: Any, instance: Any, created: bool = False, **_signal: Any) -> None:
    """A page is private from its first moment if what it follows is."""
    if isinstance(instance, Page) and (created or instance.alias_of_id):
        follow_restrictions()
