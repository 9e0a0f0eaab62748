"""The app's place in Django."""

from django.apps import AppConfig


class KensiteConfig(AppConfig):
    """The site."""

    name = "kensite"

    def ready(self) -> None:
        """Put what we add to Wagtail's own screens in place."""
        from django.utils.translation import gettext_lazy
        from wagtail.admin.forms.account import NameEmailForm
        from wagtail.admin.forms.auth import LoginForm
        from wagtail.admin.views import account

        from kensite import file_modes, spreadsheets
        from kensite.log_in.doors import ChangePasswordPanel

        account.ChangePasswordPanel = ChangePasswordPanel
        for name in ("first_name", "last_name"):
            # Who has no names there could not choose a language, which is in the same form
            NameEmailForm.base_fields[name].required = False
        LoginForm.base_fields["password"].label = gettext_lazy("Password")  # English everywhere
        spreadsheets.apply()
        file_modes.keep_private()
