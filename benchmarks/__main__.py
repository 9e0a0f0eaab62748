"""`python -m benchmarks`: loads the demo into a folder of its own, measures, prints a table."""

import os
import platform
import sys
from functools import partial
from itertools import chain
from tempfile import TemporaryDirectory

import django

CHOICES = ("KENSITE_", "S3_", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "DEBUG")
say = partial(print, file=sys.stderr, flush=True)  # progress goes apart from the table


def main() -> None:
    """Measure; leave nothing behind, also when interrupted."""
    try:
        with TemporaryDirectory(prefix="kensite-bench-", ignore_cleanup_errors=True) as folder:
            set_up(folder)
            prepare()
            print_table()
    except KeyboardInterrupt:
        say("\nInterrupted.")
        sys.exit(130)


def set_up(folder: str) -> None:
    """Start Django in `folder`, whatever database or cache the environment names."""
    for name in [name for name in os.environ if name.startswith(CHOICES)]:
        del os.environ[name]
    os.environ.update(KENSITE_ENV="local", KENSITE_DATA_DIR=folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kensite.settings"
    django.setup()
    django.conf.settings.ROOT_URLCONF = "benchmarks.floor"


def prepare() -> None:
    """Make a site with the demo in it."""
    from django.core.management import call_command

    from kensite.demo.load import load_demo

    say("Migrating, collecting the static files …")
    call_command("compile_po")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(say)


def print_table() -> None:
    """A line per request, as soon as it is measured."""
    from benchmarks.measure import HEADINGS, addresses, row

    say(f"Measuring with Python {platform.python_version()} on {os.cpu_count()} cores …\n")
    for first, *rest in chain([HEADINGS], map(row, addresses())):
        print(f"{first:51}" + "".join(f"{column:>9}" for column in rest), flush=True)


if __name__ == "__main__":
    main()
