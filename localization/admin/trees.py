"""Copying, moving and deleting keep the languages together.

A page stands below a parent of its own language. Its synchronised translations follow it to
another parent, and go with it when an editor deletes it. Either everything happens or nothing.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from wagtail import hooks
from wagtail.actions.delete_page import DeletePageAction
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Locale, Page
from wagtail.signals import post_page_move
from wagtail_localize.models import Translation

from localization.gate import translation_into
from localization.publish import NAMED


def followers(originals: QuerySet) -> QuerySet:
    """The pages that go where these go: their synchronised translations and their mirrors."""
    original = originals.filter(
        translation_key=OuterRef("source__object_id"), locale_id=OuterRef("source__locale_id")
    )
    translation = Translation.objects.filter(
        Exists(original),
        enabled=True,
        source__object_id=OuterRef("translation_key"),
        target_locale_id=OuterRef("locale_id"),
    )
    mirror = Q(alias_of__in=originals, alias_of__translation_key=F("translation_key"))
    pages = Page.objects.filter(Q(Exists(translation)) | mirror)
    return pages.select_related("locale").order_by("path")


def named(page: Page) -> str:
    """A page in one language as a message names it."""
    return f"{page.locale.get_display_name()} “{page.get_admin_display_title()}”"


def crossing(page: Page, parent: Page) -> str:
    """Why a page cannot stand below a parent of another language; empty if it can."""
    if parent.is_root() or parent.locale_id == page.locale_id:
        return ""
    return gettext(
        "%(page)s cannot stand below %(parent)s: a page and the page above it are in the same "
        "language. To have it in another language, translate it."
    ) % {"page": named(page), "parent": named(parent)}


# ── Copying ──────────────────────────────────────────────────────────────────────────────────


@hooks.register("before_copy_page")
def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse a copy or a mirror below a parent of another language."""
    chosen = request.POST.get("new_parent_page", "")
    parent = Page.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    reason = crossing(page, parent) if parent else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:copy", page.pk)


# ── Moving ───────────────────────────────────────────────────────────────────────────────────


def refusal_of_move(page: Page, parent: Page, user: Any) -> str:
    """Why the page cannot move below this parent with its translations; empty if it can."""
    if reason := crossing(page, parent) or straying(page, parent):
        return reason
    for twin in followers(Page.objects.filter(pk=page.pk)):
        if reason := refusal_to_follow(twin, parent, user):
            return reason
    return ""


def straying(page: Page, parent: Page) -> str:
    """Why a translation cannot move here alone; empty if its original is here too."""
    original = leader(page)
    place = original and place_in(page.locale, original.get_parent())
    if not place or place.pk == parent.pk:
        return ""
    return gettext(
        "%(page)s is a translation and stays where its original is. "
        "Move %(original)s: its translations move with it."
    ) % {"page": named(page), "original": named(original)}


def leader(page: Page) -> Page | None:
    """The page that this one follows, if any."""
    if page.alias_of_id:
        return page.alias_of if page.alias_of.translation_key == page.translation_key else None
    translation = translation_into(page)
    if translation is None:
        return None
    return page.get_translations().filter(locale_id=translation.source.locale_id).first()


def place_in(locale: Locale, parent: Page) -> Page | None:
    """The same parent in another language; the root belongs to all of them."""
    return parent if parent.is_root() else parent.get_translation_or_none(locale)


def refusal_to_follow(twin: Page, parent: Page, user: Any) -> str:
    """Why a translation cannot follow its original below this parent; empty if it can."""
    place = place_in(twin.locale, parent)
    if place is None:
        message = gettext(
            "Its translation %(page)s cannot move with it: “%(parent)s” is not translated into "
            "%(language)s."
        )
    elif twin.is_child_of(place):
        return ""
    elif not twin.permissions_for_user(user).can_move_to(place):
        message = gettext(
            "Its translation %(page)s would move with it, and you cannot move that below "
            "“%(parent)s” in %(language)s."
        )
    elif not Page._slug_is_available(twin.slug, place, twin):
        message = gettext(
            "Its translation %(page)s cannot move with it: below “%(parent)s” there is already a "
            "page with its slug in %(language)s."
        )
    else:
        return ""
    return message % {
        "page": named(twin),
        "parent": (place or parent).get_admin_display_title(),
        "language": twin.locale.get_display_name(),
    }


@hooks.register("before_move_page")
def move_together(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse a move that would part the languages, and do any other in one transaction."""
    if reason := refusal_of_move(page, destination, request.user):
        messages.error(request, reason)
        return redirect("wagtailadmin_pages:move", page.pk)
    if request.method != "POST":
        if names := listed(list(followers(Page.objects.filter(pk=page.pk)))):
            messages.info(request, gettext("Its translations move with it: %(pages)s.") % names)
        return None
    if hasattr(request, "moves_together"):
        return None
    request.moves_together = True  # type: ignore[attr-defined]
    with transaction.atomic():  # Wagtail's own view, which comes here once more, has none
        return MoveConfirmView.as_view()(request, page.pk, destination.pk)


@receiver(post_page_move, dispatch_uid="localization-move")
def take_along(
    sender: Any,
    instance: Page,
    parent_page_before: Page,
    parent_page_after: Page,
    **_signal: Any,
) -> None:
    """Move the translations after their original, whoever moved that."""
    if parent_page_before.pk == parent_page_after.pk:  # only the order among its siblings changed
        return
    for twin in followers(Page.objects.filter(pk=instance.pk)):
        place = place_in(twin.locale, parent_page_after)
        if place is not None and not twin.is_child_of(place):
            twin.move(place, pos="last-child")


# ── Deleting ─────────────────────────────────────────────────────────────────────────────────


def subtree(pages: list[Page]) -> QuerySet:
    """These pages and all below them."""
    below = Q(pk__in=[page.pk for page in pages])
    for page in pages:
        if not page.is_leaf():
            below |= Q(path__startswith=page.path)
    return Page.objects.filter(below)


def deleted_along(pages: list[Page]) -> list[Page]:
    """The pages that go with these and with all below them; of a branch only its top."""
    known = tuple(page.path for page in pages)
    top: list[Page] = []
    for page in followers(subtree(pages)):
        if not page.path.startswith(known):
            top.append(page)
            known += (page.path,)
    return top


def refusal_of_deletion(pages: list[Page], twins: list[Page], user: Any) -> str:
    """Why these cannot be deleted with their translations; empty if they can."""
    for twin in twins:
        if not twin.permissions_for_user(user).can_delete():
            return gettext(
                "Nothing was deleted: the translation %(page)s would be deleted too, and you "
                "cannot delete that."
            ) % {"page": named(twin)}
    keys = subtree(pages).values("translation_key")
    others = subtree(twins).exclude(translation_key__in=keys).select_related("locale")
    if other := others.first():
        return gettext(
            "Nothing was deleted: %(page)s stands below one of the translations and is not a "
            "translation itself. Move or delete it first."
        ) % {"page": named(other)}
    return ""


def listed(pages: list[Page]) -> dict[str, str]:
    """The pages as a message lists them, with how many are below each; empty if there are none."""
    names = []
    for page in pages[:NAMED]:
        count = page.get_descendant_count()
        more = ngettext("and %(count)d page below it", "and %(count)d pages below it", count)
        names.append(f"{named(page)} {more % {'count': count}}" if count else named(page))
    if len(pages) > NAMED:
        names.append("…")
    return {"pages": ", ".join(names)} if names else {}


def warn_of_deletion(request: HttpRequest, twins: list[Page]) -> None:
    """Tell what else will be gone."""
    if names := listed(twins):
        messages.warning(request, gettext("Translations are deleted too: %(pages)s.") % names)


@hooks.register("before_delete_page")
def delete_together(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say which translations go too, and refuse if one of them may not."""
    twins = deleted_along([page])
    if reason := refusal_of_deletion([page], twins, request.user):
        messages.error(request, reason)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if request.method == "POST":  # by now the original still knows its translations
        request.translations_to_delete = twins  # type: ignore[attr-defined]
    else:
        warn_of_deletion(request, twins)
    return None


@hooks.register("after_delete_page")
def delete_translations(request: HttpRequest, page: Page) -> None:
    """Delete them, in the transaction in which Wagtail deleted the page."""
    for twin in getattr(request, "translations_to_delete", []):
        DeletePageAction(twin, user=request.user).execute(skip_permission_checks=True)


# ── Many at once ─────────────────────────────────────────────────────────────────────────────


@hooks.register("register_bulk_action", order=10)
class MoveTogether(MoveBulkAction):
    """Wagtail's own, refused as a whole if it would part the languages of one page."""

    def prepare_action(self, pages: list, pages_without_access: dict) -> HttpResponse | None:
        """Refuse with a reason; Wagtail's own refusals give none."""
        parent = self.cleaned_form.cleaned_data["chooser"]
        refused = pages_without_access["pages_without_destination_access"]
        for page in [*pages, *(entry["item"] for entry in refused)]:
            if reason := refusal_of_move(page, parent, self.request.user):
                messages.error(self.request, reason)
                return redirect(self.next_url)
        return super().prepare_action(pages, pages_without_access)


@hooks.register("register_bulk_action", order=10)
class DeleteTogether(DeleteBulkAction):
    """Wagtail's own, with the translations."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context; which translations go too is said beside it."""
        context = super().get_context_data(**kwargs)
        warn_of_deletion(self.request, deleted_along([page["item"] for page in context["items"]]))
        return context

    def prepare_action(self, pages: list, pages_without_access: dict) -> HttpResponse | None:
        """Refuse if one of the translations may not be deleted."""
        if reason := refusal_of_deletion(pages, deleted_along(pages), self.request.user):
            messages.error(self.request, reason)
            return redirect(self.next_url)
        return super().prepare_action(pages, pages_without_access)

    @classmethod
    def execute_action(cls, objects: list, **kwargs: Any) -> tuple[int, int]:
        """Delete them all; Wagtail calls this in a transaction."""
        return super().execute_action([*objects, *deleted_along(objects)], **kwargs)
