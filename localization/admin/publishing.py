"""Who may publish a translation, and when: wherever it can be clicked."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation

from localization.admin.strings import may_edit
from localization.gate import translation_into
from localization.publish import unfinished, unfinished_message, whole_revision
from localization.status import State, TranslationStatus, translation_status


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


@hooks.register("before_bulk_action")
def guard_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Of translations, a bulk action publishes what the sentences say now, or nothing at all."""
    if action_type != "publish" or request.method != "POST":
        return None
    translated = [(o, t) for o in objects if (t := translation_into(o))]
    refusals = [f"{o}: {r}" for o, t in translated if (r := refusal(request.user, t, o))]
    if refusals:
        messages.error(request, " ".join(refusals))
        return redirect(action.next_url)
    for instance, translation in translated:
        try:
            # The action publishes the latest revision that this object knows
            instance.latest_revision = whole_revision(translation, request.user)
        except ValidationError as error:
            messages.error(request, f"{instance}: {' '.join(error.messages)}")
            return redirect(action.next_url)
    return None
