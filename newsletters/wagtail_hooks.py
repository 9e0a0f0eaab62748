"""The admin's menu: organisations have a place of their own."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from newsletters.choosers import OrganisationChooserViewSet
from newsletters.models import Organisation


class OrganisationViewSet(SnippetViewSet):
    """Organisations in the main menu, findable by name, filtered by kind and country."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 300
    add_to_admin_menu = True
    chooser_viewset_class = OrganisationChooserViewSet
    list_display = ["name", "short_name", "country", "kind", "locale"]
    list_filter = ["kind", "country", "locale"]


register_snippet(OrganisationViewSet)
