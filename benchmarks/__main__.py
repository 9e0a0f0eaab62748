"""`python -m benchmarks [SIZE …]`: measures archives of these sizes, prints tables and ratios."""

import os
import platform
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from benchmarks.measure import Row

SIZES = [20, 200, 2000]
CHOICES = ("KENSITE_", "S3_", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "DEBUG")
say = partial(print, file=sys.stderr, flush=True)  # progress goes apart from the tables


def main() -> None:
    """Measure; leave nothing behind, also when interrupted."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    try:
        with TemporaryDirectory(prefix="kensite-bench-", ignore_cleanup_errors=True) as folder:
            set_up(folder)
            prepare()
            print_tables(sizes, Path(os.environ["BENCHMARK_FLOOR"]))
    except KeyboardInterrupt:
        say("\nInterrupted.")
        sys.exit(130)


def set_up(folder: str) -> None:
    """Start Django in `folder`, whatever database or cache the environment names."""
    for name in [name for name in os.environ if name.startswith(CHOICES)]:
        del os.environ[name]
    os.environ.update(
        KENSITE_ENV="local",
        KENSITE_DATA_DIR=folder,
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        BENCHMARK_FLOOR=f"{folder}/floor.json",
    )
    django.setup()


def prepare() -> None:
    """Make a site with the demo in it."""
    from django.core.management import call_command

    from api.store import doorbell
    from kensite.demo.load import load_demo

    doorbell.ring = lambda: None  # no thread beside what is measured
    say("Migrating, collecting the static files …")
    call_command("compile_po")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(say)


def print_tables(sizes: list[int], floor: Path) -> None:
    """A table for each size, then what they say together."""
    from benchmarks.archive import grow
    from benchmarks.measure import measure, publishing

    say(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    costs: dict[int, dict[str, float]] = {}
    for size in sizes:
        grow(size, say)
        queries, milliseconds = publishing()
        rows = measure(floor)
        costs[size] = {row.name: row.cpu for row in rows} | {"publishing": milliseconds}
        print(f"\n{size} issues".ljust(32) + "queries       kB   CPU ms    req/s")
        for row in rows:
            print(line(row), flush=True)
        print(f"{'publishing one issue':31}{queries:7}{'':9}{milliseconds:9.1f}")
    print_ratios(costs)


def line(row: "Row") -> str:
    """A row of the table."""
    return f"{row.name:31}{row.queries:7}{row.kilobytes:9.1f}{row.cpu:9.2f}{row.rate:9.0f}"


def print_ratios(costs: dict[int, dict[str, float]]) -> None:
    """How many answers of ours cost as much as one of theirs, and how costs grow."""
    print(
        f"\n{'issues':10}{'issue: ours × stock':>22}{'× floor':>10}{'20 full: × stock':>20}"
        f"{'page: × stock':>16}{'304: × stock':>16}"
    )
    for size, cpu in costs.items():
        print(
            f"{size:<10}{cpu['stock issue'] / cpu['v1 issue']:22.0f}"
            f"{cpu['floor: the issue from memory'] / cpu['v1 issue']:10.2f}"
            f"{cpu['stock 20 full'] / cpu['v1 20 full issues']:20.0f}"
            f"{cpu['stock page: issue'] / cpu['page: issue']:16.0f}"
            f"{cpu['stock page: issue'] / cpu['page: issue, 304']:16.0f}"
        )
    first, last = costs[min(costs)], costs[max(costs)]
    print(f"\nFrom {min(costs)} to {max(costs)} issues the cost is multiplied by")
    for name in last:
        print(f"{name:31}{last[name] / first[name]:7.2f}")


if __name__ == "__main__":
    main()
