#!/usr/bin/env python
"""Django's command line, with one clear message when the settings have a fault."""

import os
import sys


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kensite.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ImportError as error:
        sys.exit(f"{error}. Run `make demo` first: it installs what kensite needs into .venv.")
    try:
        settings.INSTALLED_APPS  # noqa: B018  (reading any setting loads them all)
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        from kensite.unreachable import why_unreachable

        if reason := why_unreachable():
            sys.exit(reason)
        raise
    finally:
        from api.store import doorbell
        from work import thread

        doorbell.wait()
        thread.wait()


if __name__ == "__main__":
    main()
