"""The page editor's own panel: its passages in every language."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail_localize.models import Translation, TranslationSource

from localization.passages import Passage, add_expected_names, passages


@dataclass
class PassageRow:
    """A passage of the original, and how far it is in each language."""

    passage: Passage
    cells: list[tuple[str, Passage]]  # the address where it is translated, and how far it is


class TranslationPanel(Panel):
    """Blocks and languages: what is missing or to review where, one click from doing it.

    Shown for an original that has translations. Costs the same queries however many blocks and
    languages there are.
    """

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "localization/panel.html"

        def is_shown(self) -> bool:
            """Only where there is something to say."""
            return bool(self.instance.pk and self.translations())

        def translations(self) -> list[Translation]:
            """The page's translations that were not stopped."""
            if not hasattr(self, "_translations"):
                found = Translation.objects.filter(
                    source__object_id=self.instance.translation_key,
                    source__locale_id=self.instance.locale_id,
                    enabled=True,
                )
                self._translations = list(found.select_related("source__locale", "target_locale"))
            return self._translations

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The languages, and a row for each passage."""
            return {
                **super().get_context_data(parent_context),
                "translations": self.translations(),
                "rows": rows(self.translations()),
            }


def rows(translations: list[Translation]) -> list[PassageRow]:
    """A row for each passage of what was published last."""
    source: TranslationSource = translations[0].source
    locales = [t.target_locale_id for t in translations]
    found = passages(source, source.as_instance(), locales)
    for translation in translations:
        add_expected_names(translation, found[translation.target_locale_id])
    addresses = [reverse("localization:workbench", args=[t.pk]) for t in translations]
    return [
        PassageRow(
            same[0],
            [
                (f"{address}#passage-{passage.key}", passage)
                for address, passage in zip(addresses, same, strict=True)
            ],
        )
        for same in zip(*(found[locale] for locale in locales), strict=True)
    ]
