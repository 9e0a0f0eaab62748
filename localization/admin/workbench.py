"""One translation, side by side with its original: to translate, to review, to publish."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail_localize.models import Translation, get_edit_url
from wagtail_localize.views.edit_translation import user_can_edit_instance

from localization.admin.publishing import as_list, may_publish
from localization.admin.strings import (
    UnknownSentence,
    clear_sentence,
    may_edit,
    save_sentence,
)
from localization.gate import translation_into
from localization.passages import (
    Passage,
    Sentence,
    add_expected_names,
    add_hints,
    passages,
)
from localization.publish import publish_translation, submit_for_review
from localization.status import State, translation_status


class TranslationMixin:
    """A view of the translation whose id is in the address."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the translation, its original and its target; refuse who may not edit it."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        translations = Translation.objects.select_related("source__locale", "target_locale")
        self.translation = get_object_or_404(
            translations, pk=kwargs["translation_id"], enabled=True
        )
        self.original = self.translation.source.get_source_instance()
        self.target = self.translation.get_target_instance()
        if not user_can_edit_instance(request.user, self.target):
            raise PermissionDenied

    def address(self, anchor: str = "") -> str:
        """The address of the side-by-side view."""
        path = reverse("localization:workbench", args=[self.translation.pk])
        return f"{path}#{anchor}" if anchor else path


class Workbench(TranslationMixin, WagtailAdminTemplateMixin, TemplateView):
    """Every passage of the original beside its translation, each sentence ready to be edited."""

    template_name = "localization/workbench.html"
    header_icon = "wagtail-localize-language"

    def get_page_title(self) -> str:
        """The original's title."""
        return str(self.original)

    def get_breadcrumbs_items(self) -> list[dict]:
        """From the dashboard to here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("localization:dashboard"), "label": _("Translations")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The passages, the status, and what this user may do."""
        locale = self.translation.target_locale_id
        found = passages(self.translation.source, self.original, [locale])[locale]
        add_hints(self.translation, found)
        return {
            **super().get_context_data(**kwargs),
            **state_of_work(self.request.user, self.translation, self.target),
            "passages": [p for p in found if p.to_do] if self.only_to_do else found,
            "only_to_do": self.only_to_do,
            "other_languages": other_languages(self.translation),
            "edit_url": get_edit_url(self.target),
            "preview_url": preview_url(self.translation) if isinstance(self.target, Page) else "",
            "original_edit_url": get_edit_url(self.original),
        }

    @property
    def only_to_do(self) -> bool:
        """Whether only passages with something to do are asked for."""
        return "todo" in self.request.GET


def state_of_work(user: Any, translation: Translation, target: Model) -> dict[str, Any]:
    """The head of the view: how far it is, and which of its buttons work."""
    status = translation_status(target)
    workflow = target.get_workflow() if hasattr(target, "get_workflow") else None
    return {
        "translation": translation,
        "target": target,
        "status": status,
        "read_only": may_edit(user, target),
        "may_not_publish": may_publish(user, target),
        "may_publish_rest": bool(status.missing and getattr(target, "live", False)),
        "may_submit": bool(
            workflow
            and status.state != State.COMPLETE
            and not status.missing
            and not getattr(target, "workflow_in_progress", False)
        ),
        "nothing_to_publish": status.state == State.COMPLETE,
    }


def preview_url(translation: Translation) -> str:
    """Where the page is shown with the sentences as they are stored, published or not."""
    return reverse("wagtail_localize:preview_translation", args=[translation.pk])


def other_languages(translation: Translation) -> list[Translation]:
    """The same original's other translations."""
    others = Translation.objects.filter(source_id=translation.source_id, enabled=True)
    return list(others.exclude(pk=translation.pk).select_related("target_locale"))


class PostedFromWorkbench(TranslationMixin, View):
    """What the side-by-side view posts to; it is shown to whoever comes back here by a log-in."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseRedirect:
        """The view, at the sentence."""
        segment = kwargs.get("segment_id")
        return redirect(self.address(f"sentence-{segment}" if segment else ""))


class SaveSentence(PostedFromWorkbench):
    """Saves one sentence: from the form, or from the script, which gets the row back."""

    def post(self, request: HttpRequest, translation_id: int, segment_id: int) -> HttpResponse:
        """Store the words, or remove them if there are none."""
        words = request.POST.get("words", "").strip()
        if "plain" in request.POST:
            words = escape(words)
        try:
            if words:
                save_sentence(self.translation, segment_id, words, request.user)
            else:
                clear_sentence(self.translation, segment_id, request.user)
        except PermissionDenied as error:
            return self.refused(str(error), 403)
        except UnknownSentence:
            return self.refused(gettext("This sentence does not exist any more."), 404)
        if request.headers.get("X-Requested-With") != "fetch":
            return redirect(self.address(f"sentence-{segment_id}"))
        return self.row(segment_id)

    def row(self, segment_id: int) -> HttpResponse:
        """The row as it is now, and the head of the view; 409 if the original changed meanwhile."""
        locale = self.translation.target_locale_id
        found = passages(self.translation.source, self.original, [locale])[locale]
        add_expected_names(self.translation, found)
        here = [(p, s) for p in found for s in p.sentences if s.segment.pk == segment_id]
        if not here:
            return self.refused(
                gettext(
                    "The original changed meanwhile. Your words are kept: reload the page to see "
                    "where they went."
                ),
                409,
            )
        return render(self.request, "localization/saved.html", self.row_context(*here[0]))

    def row_context(self, passage: Passage, sentence: Sentence) -> dict[str, Any]:
        """What the row and the head need."""
        return {
            **state_of_work(self.request.user, self.translation, self.target),
            "passage": passage,
            "sentence": sentence,
        }

    def refused(self, reason: str, status: int) -> HttpResponse:
        """The reason, to the script as text and otherwise as a message."""
        if self.request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")
        messages.error(self.request, reason)
        return redirect(self.address())


class PublishTranslation(PostedFromWorkbench):
    """Publishes the translation, or without the passages that are not finished."""

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponseRedirect:
        """Publish, or say why not."""
        if reason := may_publish(request.user, self.target):
            messages.error(request, reason)
            return redirect(self.address())
        try:
            publish_translation(
                self.translation, request.user, leave_out="leave_out" in request.POST
            )
        except ValidationError as error:
            messages.error(request, as_list(error.messages))
        else:
            self.congratulate(request)
        return redirect(self.address())

    def congratulate(self, request: HttpRequest) -> None:
        """Say what readers see now, with the way there."""
        target = self.translation.get_target_instance()
        text = gettext("Published “%(title)s” in %(language)s.") % {
            "title": target,
            "language": self.translation.target_locale.get_display_name(),
        }
        url = target.url if isinstance(target, Page) and target.live else None
        buttons = [wagtail_messages.button(url, gettext("View live"))] if url else []
        wagtail_messages.success(request, text, buttons=buttons)


class SubmitForReview(PostedFromWorkbench):
    """Hands the finished translation to the page's workflow."""

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponseRedirect:
        """Submit, or say why not."""
        reason = may_edit(request.user, self.target)
        try:
            if reason:
                raise ValidationError(reason)
            submit_for_review(self.translation, request.user)
        except ValidationError as error:
            messages.error(request, as_list(error.messages))
        else:
            messages.success(request, gettext("Submitted for review."))
        return redirect(self.address())


def workbench_address(instance: Model) -> str | None:
    """The side-by-side view of a translated page or snippet; None if it is no translation."""
    translation = translation_into(instance)
    return translation and reverse("localization:workbench", args=[translation.pk])
