"""The organisation chooser: one that is missing is made there, without leaving the issue."""

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.permissions import get_permission_name
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView

from newsletters.models import Organisation


class CreateOrganisationView(SnippetCreateView):
    """Makes an organisation of its first facts."""

    def save_form(self, form: ModelForm) -> Any:
        """Publish it if the user may, so that the issue can be; else it is a draft."""
        organisation, user = form.save(commit=False), self.request.user
        organisation.live = False
        organisation.save()
        revision = organisation.save_revision(user=user, log_action=True)
        if user.has_perm(get_permission_name("publish", Organisation)):
            revision.publish(user=user)
        return Organisation.objects.get(pk=organisation.pk)


class OrganisationChooserViewSet(SnippetChooserViewSet):
    """Wagtail's own with a form."""

    form_fields = ["name", "short_name", "kind", "country"]
    creation_tab_label = _("New organisation")
    create_view_class = CreateOrganisationView
