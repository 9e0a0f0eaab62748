"""The app's place in Django."""

from django.apps import AppConfig


class KensiteConfig(AppConfig):
    """The site."""

    name = "kensite"

    def ready(self) -> None:
        """Put what we add to Wagtail's own screens in place."""
        from wagtail.admin.views import account

        from kensite import file_modes, spreadsheets
        from kensite.log_in.doors import ChangePasswordPanel

        account.ChangePasswordPanel = ChangePasswordPanel
        spreadsheets.apply()
        file_modes.keep_private()
