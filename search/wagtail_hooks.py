"""The admin's menu: synonyms stand among the settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import Synonyms


class SynonymsViewSet(SnippetViewSet):
    """Words that searches take for one another."""

    model = Synonyms
    icon = "search"
    menu_label = _("Search synonyms")
    menu_order = 700
    add_to_settings_menu = True


register_snippet(SynonymsViewSet)
