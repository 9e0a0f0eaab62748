"""The ground of every translated page."""

from django.utils.functional import cached_property
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from localization.alternates import Alternate, alternates
from publishing.models import Publishable


class TranslatedPage(Publishable, Page):
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

    class Meta:
        abstract = True

    @cached_property
    def alternates(self) -> list[Alternate]:
        """This page in every language it is public in, itself included, in settings' order."""
        return alternates(self)
