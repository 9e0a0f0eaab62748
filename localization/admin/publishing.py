"""Who may publish a translation, and when: wherever it can be clicked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page, Revision
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation, get_edit_url

from localization.admin.strings import may_edit
from localization.gate import translation_into
from localization.publish import unfinished, unfinished_message, whole_revision
from localization.status import State, TranslationStatus, translation_status
from publishing.messages import fault_list
from publishing.preflight import Unpublishable, refuse_faulty


def may_publish(user: Any, instance: Any) -> str:
    """Why this user may not publish this translated page or snippet now; empty if they may."""
    if reason := may_edit(user, instance):
        return reason
    if isinstance(instance, Page):
        allowed = instance.permissions_for_user(user).can_publish()
    else:
        allowed = user.has_perm(get_permission_name("publish", type(instance)))
    if not allowed:
        return gettext("You do not have permission to publish “%(title)s”.") % {"title": instance}
    if getattr(instance, "workflow_in_progress", False):
        return gettext("It is being reviewed: approving it publishes it.")
    return ""


def refusal(user: Any, translation: Translation, instance: Any) -> str:
    """Why the translation cannot be published as a whole by this user now; empty if it can."""
    if reason := may_publish(user, instance):
        return reason
    missing = unfinished(translation)
    return unfinished_message(missing) if missing else ""


@hooks.register("before_edit_page", order=-10)
@hooks.register("before_edit_snippet", order=-10)
def guard_editor(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """In wagtail-localize's editor: refuse to publish what is unfinished, and say how far it is."""
    translation = translation_into(instance) if hasattr(instance, "translation_key") else None
    if translation is None:
        return None
    if request.method != "POST":
        say_how_far(request, instance, translation)
        return None
    publishing = request.POST.get("action") == "publish"
    if publishing and (reason := refusal(request.user, translation, instance)):
        messages.error(request, reason)
        return redirect(request.path)
    return None


def say_how_far(request: HttpRequest, instance: Any, translation: Translation) -> None:
    """A line above the editor, with the way to the side-by-side view."""
    status = translation_status(getattr(instance, "specific", instance))
    link = format_html(
        '<a href="{}">{}</a>',
        reverse("localization:workbench", args=[translation.pk]),
        gettext("Compare side by side"),
    )
    level = messages.INFO if status.state == State.COMPLETE else messages.WARNING
    messages.add_message(request, level, format_html("{}. {}", summary(status), link))


def summary(status: TranslationStatus) -> str:
    """The state and what is left to do, such as “Outdated, 1 to review”."""
    parts = [str(status.state.label)]
    if status.missing:
        parts.append(gettext("%(count)d to translate") % {"count": status.missing})
    if status.needs_review:
        parts.append(gettext("%(count)d to review") % {"count": status.needs_review})
    return ", ".join(parts)


@hooks.register("before_publish_page")
def check_before_publishing(request: HttpRequest, page: Page) -> None:
    """Ask in the editor too what is asked of every publication (its own view goes past it)."""
    refuse_faulty(page)


def as_list(reasons: list[str]) -> SafeString:
    """What a refusal says as HTML: the sentence, and below it its reasons, if there are more."""
    first, *rest = reasons
    if not rest:
        return format_html("{}", first)
    items = format_html_join("", "<li>{}</li>", ((reason,) for reason in rest))
    return format_html("{}<ul>{}</ul>", first, items)


class RefusedPublications:
    """Middleware: whoever publishes in the admin what may not be published is told why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The reason as a message, above the draft, which is kept."""
        if not isinstance(error, Unpublishable):
            return None
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        faults = fault_list(error.faults) if error.faults else ""
        messages.error(request, format_html("{}{}", error.summary, faults))
        return redirect(get_edit_url(error.instance))


@hooks.register("register_bulk_action", order=10)
class PublishWhatMayBe(PublishBulkAction):
    """Wagtail's own, but what is refused holds up nothing else.

    Of translations it publishes what the sentences say now, and originals come before them.
    """

    def get_execution_context(self) -> dict[str, Any]:
        """With the request, for messages."""
        return {**super().get_execution_context(), "request": self.request}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        include_descendants: bool = False,
        user: Any = None,
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        """Publish one page after the other; returns how many, and how many below them."""
        found = sorted(objects, key=lambda page: translation_into(page) is not None)
        published = sum(publish_or_say(page, user, request) for page in found)
        below = 0
        for page in found if include_descendants else []:
            drafts = page.get_descendants().not_live().specific()
            below += sum(
                publish_or_say(draft, user, request)
                for draft in drafts.iterator()
                if user is None or draft.permissions_for_user(user).can_publish()
            )
        return published, below

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """None if nothing was published."""
        if not num_parent_objects + num_child_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


def publish_or_say(page: Page, user: Any, request: HttpRequest | None) -> bool:
    """Publish a page's latest draft; or say why not."""
    try:
        with transaction.atomic():
            revision_to_publish(page.specific, user).publish(user=user)
    except (ValidationError, PermissionDenied) as error:
        reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
        if request:
            messages.error(request, as_list(reasons))
        return False
    return not waits(page, request)


def waits(page: Page, request: HttpRequest | None) -> bool:
    """Whether the page was only scheduled, since its draft names a later moment; say so."""
    revision = page.scheduled_revision
    if revision is None:
        return False
    if request:
        moment = timezone.localtime(revision.approved_go_live_at)
        message = gettext(
            "“%(title)s” was not published but scheduled for %(moment)s. To publish it now, remove "
            "that date under Status, then publish it again."
        )
        facts = {"title": page, "moment": date_format(moment, "DATETIME_FORMAT")}
        messages.warning(request, message % facts)
    return True


def revision_to_publish(page: Page, user: Any) -> Revision:
    """The latest draft; of a translation, what its sentences say now."""
    translation = translation_into(page)
    if translation is None:
        if page.expire_at and page.expire_at < timezone.now():
            page = page.get_latest_revision_as_object()
            page.expire_at = None  # who publishes it again wants it to be read
            return page.save_revision(user=user)
        return page.get_latest_revision() or page.save_revision(user=user)
    if reason := refusal(user, translation, page):
        raise ValidationError(f"{page}: {reason}")
    return whole_revision(translation, user)
