"""The ground of every translated page and snippet, and what a translation must remember."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import String, StringTranslation, TranslationContext

from localization.alternates import Alternate, alternates
from localization.embargo import wait_for_original
from localization.gate import refuse_ahead, refuse_unfinished
from publishing.addresses import CopyForm, address_error, free_address
from publishing.forms import PageForm
from publishing.models import Publishable


class Translated(Publishable):
    """A page or snippet that exists once per language.

    Put it first among the bases. As a wagtail-localize translation it is published only from a
    revision that holds no untranslated sentence, whoever publishes: an editor, a workflow, the
    schedule or a bulk action.
    """

    class Meta:
        abstract = True

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish, unless the revision may mix two languages (raises UnfinishedTranslation).

        Nor if it comes before its original (AheadOfOriginal).
        """
        refuse_unfinished(self, revision)
        wait_for_original(self, revision)
        refuse_ahead(self, revision)
        return super().publish(revision, *args, **kwargs)


class TranslatedPage(Translated, Page):
    """A page whose words are translated while its slug, schedule and place in menus are shared.

    Equal slugs make `/x/` and `/ko/x/` the same page, for readers and for the language switcher.
    (A slug that is a translatable string also counts as untranslated for ever.)
    """

    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("go_live_at", overridable=False),
        SynchronizedField("expire_at", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    base_form_class = PageForm
    copy_form_class = CopyForm
    # Whether the admin offers "New issue from this one"
    duplicable = False
    # What "New issue from this one" empties, by the name of the field
    fields_not_duplicated: list[str] = []

    class Meta:
        abstract = True

    def _set_core_field_defaults(self) -> None:
        """Make the address of the title, also of one in Hangul; Wagtail would leave it empty."""
        place = self.path or getattr(self, "_cached_parent_obj", None)
        if place and not self.slug:  # type: ignore[has-type]
            self.slug = free_address(self.title, self.get_parent(), self)
        super()._set_core_field_defaults()

    def clean(self) -> None:
        """Refuse an address that readers could not come to, whoever chose it."""
        super().clean()
        own = type(self)._base_manager.filter(pk=self.pk, slug=self.slug).exists()
        if not own and (error := address_error(self.slug, self.get_parent())):
            raise ValidationError({"slug": error})

    def frame_link(self) -> str:
        """Where every page of its language links to this one; empty if none has to."""
        in_menu = self.live and self.show_in_menus and self.depth == 3  # right below a home page
        return gettext("The menu of every page links to it.") if in_menu else ""

    def update_aliases(self, **kwargs: Any) -> None:
        """Give the mirrors what readers have; Wagtail publishes them also when this is scheduled.

        One that was made of a draft gets its first date, which Wagtail forgets. A mirror that has
        mirrors passes it on as it is now: Wagtail asks it as it was before.
        """
        if self.alias_of_id:
            self.refresh_from_db(fields=["live"])
        if not self.live:
            for alias in self.aliases.filter(live=True):
                alias.unpublish(log_action=False)
            return
        undated = self.aliases.filter(first_published_at=None)
        undated.update(first_published_at=self.first_published_at)
        super().update_aliases(**kwargs)

    def get_view_restrictions(self) -> QuerySet:
        """What the page asks of readers, a mirror too; Wagtail goes by what it mirrors alone."""
        above = self.get_ancestors(inclusive=True)
        return super().get_view_restrictions() | PageViewRestriction.objects.filter(page__in=above)

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        """A copy in another language, restricted as long as this page is, and no longer."""
        copy = super().copy_for_translation(*args, **kwargs)
        drop_repeated_restrictions(copy)
        return copy

    copy_for_translation.alters_data = True  # type: ignore[attr-defined]

    def move(self, *args: Any, **kwargs: Any) -> Any:
        """Move the page with all that follows it, or nothing."""
        with transaction.atomic():
            return super().move(*args, **kwargs)

    @cached_property
    def alternates(self) -> list[Alternate]:
        """This page in every language it is public in, itself included, in settings' order."""
        return alternates(self)


def drop_repeated_restrictions(page: Page) -> None:
    """Delete the restrictions that Wagtail's copying added to those that follow the original's.

    They would be the copy's own, and stay when the original is public again.
    """
    restrictions = PageViewRestriction.objects.filter(page=page)
    if restrictions.exclude(copied=None).exists():
        restrictions.filter(copied=None).delete()


class PreviousSource(models.Model):
    """The sentence that a translation was made for, when the source has a newer one.

    It marks a translation as carried over: the words still stand (gettext would say "fuzzy"),
    until a person confirms or changes them, which deletes this row.
    """

    translation = models.OneToOneField(
        StringTranslation, on_delete=models.CASCADE, related_name="previous_source"
    )
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.text


class CopiedRestriction(models.Model):
    """Says that a page is restricted because the page that it follows is.

    See localization.restrictions. Without `original` that is lifted, or gone with its page.
    """

    restriction = models.OneToOneField(
        PageViewRestriction, on_delete=models.CASCADE, related_name="copied"
    )
    original = models.ForeignKey(
        PageViewRestriction, null=True, on_delete=models.SET_NULL, related_name="copies"
    )

    def __str__(self) -> str:
        return f"{self.restriction_id}: {self.original_id}"


class RetiredSegment(models.Model):
    """A sentence that left the source, under the number that an open editor still knows it by.

    A translator who saves it after the source changed loses nothing: see localization.strings.
    """

    segment_id = models.PositiveBigIntegerField(unique=True)
    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.context_id}: {self.string_id}"
