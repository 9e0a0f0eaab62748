"""The privacy dialog of a page that is private because the page it follows is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.page_privacy import SetPrivacyView

from localization.models import CopiedRestriction


class PrivacyForm(PageViewRestrictionForm):
    """Wagtail's own; what is decided at the original cannot be changed at its translation."""

    def clean(self) -> dict[str, Any]:
        """Refuse, and name the page where it is decided."""
        values = super().clean()
        copied = CopiedRestriction.objects.filter(restriction=self.instance.pk)
        decided = copied.select_related("original__page__locale").first()
        if decided and decided.original:
            page = decided.original.page
            message = gettext(
                "The privacy of this page follows “%(page)s” (%(language)s). Change it there."
            )
            language = page.locale.get_display_name()
            facts = {"page": page.get_admin_display_title(), "language": language}
            raise ValidationError({"restriction_type": message % facts})
        return values


SetPrivacyView.form_class = PrivacyForm  # there is no hook
