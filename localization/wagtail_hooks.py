"""Where Wagtail looks for hooks: those of the admin's parts register themselves."""

from localization.admin import (  # noqa: F401
    dashboard,
    duplicate,
    guards,
    publishing,
    trees,
    workbench,
)
