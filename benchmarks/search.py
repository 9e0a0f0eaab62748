"""`python -m benchmarks.search [SIZE …]`: our search beside Wagtail's own, over the same pages."""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.__main__ import prepare, say, set_up

SIZES = [100, 2000]
JUDGED = json.loads((Path(__file__).parent.parent / "tests/search/judged.json").read_text())
SHOWN = 20  # results that are fetched
LETTERS = 2000  # of a page
ROUNDS = 3


@dataclass
class Cost:
    """What it costs to search so many pages: times in milliseconds, the index in megabytes."""

    rebuild: float
    size: float
    times: list[float]
    found: int  # by the median query


def main() -> None:
    """Measure every size; leave nothing behind."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with TemporaryDirectory(prefix="kensite-bench-", ignore_cleanup_errors=True) as folder:
        set_up(folder)
        prepare()
        for size in sizes:
            print_table(size)


def print_table(size: int) -> None:
    """Ours and Wagtail's over the same pages, in one run."""
    from modelsearch.backends.database import SearchBackend as stock
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from search.finding import Question, find

    grow(size)
    say(f"Searching {size} pages …")
    pages = Page.objects.live()

    def ask(backend: Any) -> Callable[[str], int]:
        return lambda query: len(backend.search(query, pages, operator="and")[:SHOWN])

    def ask_all(query: str) -> int:
        return len(find(Question(query, None)).hits(0, SHOWN))

    theirs, ours = stock({}), get_search_backend()
    rows = {
        "Wagtail's own": measured(theirs, ask(theirs)),
        "ours, pages": measured(ours, ask(ours)),
        "ours, /search/": measured(ours, ask_all, rebuild=rebuild_passages),
    }
    print(f"\n{size} pages".ljust(20) + "rebuild ms/page  index MB  median ms    p95 ms  found")
    for name, cost in rows.items():
        p95 = quantiles(cost.times, n=20)[-1]
        print(
            f"{name:19}{cost.rebuild:16.1f}{cost.size:10.1f}{median(cost.times):11.1f}{p95:10.1f}"
            f"{cost.found:7}",
            flush=True,
        )


def grow(size: int) -> None:
    """Add pages, below one of the site's own, until there are so many."""
    from api.store import sequencer
    from home.models import HomePage, StandingPage

    home = HomePage.objects.get(locale__language_code="ko")
    section = StandingPage.objects.filter(slug="bench").first() or home.add_child(
        instance=StandingPage(title="Bench", slug="bench", locale=home.locale)
    )
    there = section.get_children().count()
    writer = Writer(seed=there)
    say(f"{size} pages …")
    for number in range(there, size):
        title, body = writer.page()
        page = StandingPage(title=title, slug=f"p{number}", body=body, locale=home.locale)
        section.add_child(instance=page)
    sequencer.flush(deferred=True)


class Writer:
    """Writes pages: a few judged sentences, some far more often than others, among many others."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.texts = JUDGED["docs"]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.texts) + 1)))
        syllables = [chr(code) for code in range(ord("가"), ord("힣"), 37)]
        self.words = ["".join(self.random.choices(syllables, k=3)) for _ in range(20_000)]

    def page(self) -> tuple[str, str]:
        """A title and a body of some two thousand letters."""
        one, two = self.random.choices(self.texts, cum_weights=self.weights, k=2)
        said = [one["intro"], *two["body"]]
        while sum(map(len, said)) < LETTERS:
            words = self.random.choices(self.words, k=12)
            said.append(" ".join(word + self.random.choice("은는을를의에") for word in words))
        self.random.shuffle(said)
        return one["title"], "".join(f"<p>{sentence}</p>" for sentence in said)


def measured(
    backend: Any, ask: Callable[[str], int], rebuild: Callable[[Any], int] | None = None
) -> Cost:
    """Make the index, then ask every judged query."""
    from wagtail.search.models import IndexEntry

    IndexEntry.objects.all().delete()
    start = perf_counter()
    count = (rebuild or rebuild_pages)(backend)
    milliseconds = 1000 * (perf_counter() - start) / count
    queries = [query["q"] for query in JUDGED["queries"]]
    found = [ask(query) for query in queries]  # once without a clock, so that all are warm
    times = []
    for query in queries * ROUNDS:
        start = perf_counter()
        ask(query)
        times.append(1000 * (perf_counter() - start))
    return Cost(milliseconds, megabytes(), times, int(median(found)))


def rebuild_pages(backend: Any) -> int:
    """Index every page; returns how many."""
    from home.models import StandingPage

    count = 0
    pages = list(StandingPage.objects.all())
    for start in range(0, len(pages), 100):
        backend.add_bulk(StandingPage, pages[start : start + 100])
        count += len(pages[start : start + 100])
    return count


def rebuild_passages(_backend: Any) -> int:
    """Index what readers search; returns how many."""
    from api.models import Document
    from search.passages import write

    documents = list(Document.objects.values_list("pk", flat=True))
    return sum(write(documents[start : start + 100]) for start in range(0, len(documents), 100))


def megabytes() -> float:
    """The size of the index in the SQLite file."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pgsize) / 1e6 FROM dbstat WHERE name LIKE 'wagtailsearch_indexentry%'"
        )
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
