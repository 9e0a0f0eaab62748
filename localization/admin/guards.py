"""wagtail-localize's own admin addresses, guarded.

They stand at the same URLs and come first; wagtail-localize's names lead to them.
"""

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SuspiciousOperation
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize import wagtail_hooks as unguarded
from wagtail_localize.models import Translation, TranslationSource, get_edit_url
from wagtail_localize.views import edit_translation, submit_translations

from localization import po
from localization.admin.publishing import summary
from localization.admin.reports import TranslationsReport
from localization.admin.strings import edit_override, edit_sentence, may_edit
from localization.status import changed_sources, translation_status
from localization.sync import enabled_translations, sync_source

logger = logging.getLogger(__name__)

REFUSED = {
    "localize-restart-translation": gettext_lazy(
        "This page was taken out of translation to be written by hand. Synchronising it again "
        "would overwrite those words."
    ),
    "localize-convert-to-alias": gettext_lazy(
        "A mirror would show readers the original's language at this language's address. "
        "Unpublish the page instead."
    ),
}


# ── A translation's buttons ──────────────────────────────────────────────────────────────────


def back(request: HttpRequest) -> HttpResponse:
    """To where the user came from."""
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def translation_for(user: Any, translation_id: int) -> tuple[Translation, Model]:
    """A translation and its page or snippet, if the user has permission to edit that."""
    translations = Translation.objects.select_related("source__locale", "target_locale")
    translation = get_object_or_404(translations, pk=translation_id)
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist as error:
        raise Http404 from error
    if not edit_translation.user_can_edit_instance(user, target):
        raise PermissionDenied
    return translation, target


def for_editors(view: Callable) -> Callable:
    """A button that changes a translation; whoever may not do so now is told why."""

    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int) -> HttpResponse:
        translation, target = translation_for(request.user, translation_id)
        if reason := may_edit(request.user, target):
            messages.error(request, reason)
            return back(request)
        return view(request, translation)

    return guarded


@require_safe
def download_po(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The translation as a PO file."""
    translation, _target = translation_for(request.user, translation_id)
    name = slugify(translation.source.object_repr) or "translation"
    disposition = f"attachment; filename={name}-{translation.target_locale.language_code}.po"
    return HttpResponse(
        str(po.export(translation)),
        content_type="text/x-gettext-translation; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


@for_editors
def upload_po(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Take the translations of a PO file, and say how many; or say what is wrong with it."""
    try:
        entries = po.read(request.FILES.get("file"), translation)
        outcome = po.take(translation, entries, request.user)
    except (po.UnusableFile, PermissionDenied) as error:
        messages.error(request, str(error))
    except SuspiciousOperation:
        messages.error(request, gettext("The file holds a sentence with too many HTML tags."))
    else:
        level = messages.SUCCESS if outcome.fine else messages.WARNING
        messages.add_message(request, level, str(outcome))
    return back(request)


@for_editors
def machine_translate(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Let a machine translate what is not translated; what goes wrong there becomes a message."""
    try:
        return edit_translation.machine_translate(request, translation.pk)
    except (Http404, PermissionDenied):
        raise
    except Exception:  # whatever a provider's library raises
        logger.exception("machine translation of translation %s failed", translation.pk)
        messages.error(
            request,
            gettext("The machine did not translate, and nothing was changed. Try again later."),
        )
        return back(request)


@for_editors
def stop_translation(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Take a page out of translation, to be written by hand from now on."""
    return edit_translation.stop_translation(request, translation.pk)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Refuse to make a mirror of the original out of a page."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    messages.error(request, REFUSED["localize-convert-to-alias"])
    return redirect("wagtailadmin_pages:edit", page.pk)


# ── Translating and synchronising a page ─────────────────────────────────────────────────────


class Synchronise(WagtailAdminTemplateMixin, TemplateView):
    """Brings the translations of an original up to it, for when that did not happen by itself."""

    template_name = "localization/synchronise.html"
    page_title = gettext_lazy("Synchronise translations")
    header_icon = "resubmit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse who may not submit translations."""
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def original(self) -> Any:
        """The page or snippet that is translated."""
        source = get_object_or_404(TranslationSource, pk=self.kwargs["translation_source_id"])
        try:
            return source.get_source_instance()
        except ObjectDoesNotExist as error:
            raise Http404 from error

    def get_page_subtitle(self) -> str:
        """The original's title."""
        return str(self.original)

    def back_url(self) -> str:
        """Where the user came from, or else the original."""
        return get_valid_next_url_from_request(self.request) or get_edit_url(self.original)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How far every translation is."""
        source = TranslationSource.objects.get_for_instance(self.original)
        return {
            **super().get_context_data(**kwargs),
            "translations": list(states(enabled_translations(source))),
            "next_url": get_valid_next_url_from_request(self.request),
            "back_url": self.back_url(),
        }

    def post(self, request: HttpRequest, translation_source_id: int) -> HttpResponse:
        """Synchronise, and say per language what is to do."""
        for row in states(sync_source(self.original, request.user)):
            button = wagtail_messages.button(row["edit_url"], gettext("Translate"))
            said = f"{row['language']}: {row['summary']}"
            wagtail_messages.success(request, said, buttons=[button])
        return redirect(self.back_url())


def states(translations: list[Translation]) -> Iterator[dict[str, Any]]:
    """What there is to say about each translation."""
    for translation in translations:
        target = translation.get_target_instance()
        yield {
            "language": translation.target_locale.get_display_name(),
            "title": str(target),
            "edit_url": get_edit_url(target),
            "summary": summary(translation_status(target)),
        }


def may_create(user: Any, original: Any, locale: Locale) -> bool:
    """Whether the user may put a translation of a page or snippet into this language."""
    if not isinstance(original, Page):
        return user.has_perm(get_permission_name("add", type(original)))
    if mirror := original.get_translation_or_none(locale):
        return mirror.permissions_for_user(user).can_edit()
    ancestors = original.get_ancestors().order_by("-depth")
    twins = (page.get_translation_or_none(locale) for page in ancestors)
    place = next((twin for twin in twins if twin), None) or Page.get_first_root_node()
    return place.specific.permissions_for_user(user).can_add_subpage()


class OnlyWherePermitted(submit_translations.SubmitTranslationView):
    """Refuses to submit a translation into a tree in which the user may not add pages."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Submit, or say in which languages the user may not."""
        locales = form.cleaned_data["locales"]
        refused = [x for x in locales if not may_create(self.request.user, self.object, x)]
        if not refused:
            return super().form_valid(form)
        names = ", ".join(locale.get_display_name() for locale in refused)
        text = gettext("You do not have permission to add pages or snippets in: %(languages)s.")
        messages.error(self.request, text % {"languages": names})
        return self.render_to_response(self.get_context_data())


class SubmitPage(OnlyWherePermitted, submit_translations.SubmitPageTranslationView):
    """Submits a page, and what is below it if wanted, for translation."""


class SubmitSnippet(OnlyWherePermitted, submit_translations.SubmitSnippetTranslationView):
    """Submits a snippet for translation."""


@hooks.register("register_admin_urls", order=-10)
def guarded_urls() -> list:
    """The guarded views, at wagtail-localize's addresses."""
    one, snippet = "translate/<int:translation_id>", "<slug:app_label>/<slug:model_name>/<str:pk>"
    views = [
        path(f"{one}/strings/<int:segment_id>/edit/", edit_sentence),
        path(f"{one}/overrides/<int:segment_id>/edit/", edit_override),
        path(f"{one}/pofile/download/", download_po),
        path(f"{one}/pofile/upload/", upload_po),
        path(f"{one}/machine_translate/", machine_translate),
        path(f"{one}/disable/", stop_translation),
        path("update/<int:translation_source_id>/", Synchronise.as_view()),
        path("submit/page/<int:page_id>/", SubmitPage.as_view()),
        path(f"submit/snippet/{snippet}/", SubmitSnippet.as_view()),
        path("page/<int:page_id>/convert_to_alias/", convert_to_alias),
        path("reports/translations/", TranslationsReport.as_view()),
        path("reports/translations/results/", TranslationsReport.as_view(results_only=True)),
    ]
    return [path("localize/", include(views))]


# ── Menus ────────────────────────────────────────────────────────────────────────────────────


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def hide_refused(menu_items: list, request: HttpRequest, context: dict) -> None:
    """Do not offer what is refused."""
    menu_items[:] = [item for item in menu_items if item.name not in REFUSED]


@hooks.register("before_edit_page", order=-20)
@hooks.register("before_edit_snippet", order=-20)
def refuse(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Refuse them also to a page that was open before, or to a script."""
    for name, reason in REFUSED.items():
        if request.method == "POST" and name in request.POST:
            messages.error(request, reason)
            return redirect(get_edit_url(instance))
    return None


def out_of_step(instance: Any) -> bool:
    """The published original says something else than its translations were made from."""
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    return source is not None and bool(changed_sources(enabled_translations(source)))


def without_sync(buttons: Callable) -> Callable:
    """Buttons without "Sync translated …", unless synchronising by itself has failed."""

    @wraps(buttons)
    def fewer(*args: Any, **kwargs: Any) -> Iterator[Any]:
        instance = args[0] if args else kwargs["page"]
        address = reverse("wagtail_localize:update_translations", args=[0]).removesuffix("0/")
        for button in buttons(*args, **kwargs):
            if not button.url.startswith(address) or out_of_step(instance):
                yield button

    return fewer


def replace_hook(name: str, theirs: Callable) -> None:
    """Put ours in the place of wagtail-localize's buttons; there is no hook to filter them."""
    ours = without_sync(theirs)
    registered = hooks._hooks[name]
    registered[:] = [(ours if hook is theirs else hook, order) for hook, order in registered]


replace_hook("register_page_header_buttons", unguarded.page_listing_more_buttons)
replace_hook("register_page_listing_more_buttons", unguarded.page_listing_more_buttons)
replace_hook("register_snippet_listing_buttons", unguarded.register_snippet_listing_buttons)
