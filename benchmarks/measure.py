"""The requests, and what each of them costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.store import sequencer
from benchmarks.server import serving
from images.generation import generate_wanted
from newsletters.models import IssuePage

PUBLICATIONS = 5
reader = Client(SERVER_NAME="127.0.0.1")


@dataclass
class Row:
    """A request's name, address and costs; `queries` are exact."""

    name: str
    path: str
    etag: str = ""
    queries: int = 0
    kilobytes: float = 0
    cpu: float = 0
    rate: float = 0

    @property
    def headers(self) -> dict[str, str]:
        """What the client sends."""
        return {"If-None-Match": self.etag} if self.etag else {}


def requests() -> Iterator[Row]:
    """What apps and readers ask for, ours and stock Wagtail's side by side."""
    issue = IssuePage.objects.filter(slug__startswith="issue-").earliest("pk")
    detail = f"/api/v1/issues/{issue.translation_key}/?locale=en"
    yield Row("floor: the issue from memory", "/api/floor/")
    yield Row("v1 issue", detail)
    yield Row("v1 issue, 304", detail, etag=reader.get(detail)["ETag"])
    yield Row("v1 20 full issues", "/api/v1/issues/?locale=en&limit=20&fields=full")
    yield Row("v1 20 summaries", "/api/v1/issues/?locale=en&limit=20")
    yield Row("v1 20 entries", "/api/v1/entries/?locale=en&limit=20")
    yield Row("v1 sync, 20 documents", "/api/v1/sync/?locale=en&limit=20")
    yield Row("v2 issue", f"/api/v2/pages/{issue.pk}/")
    yield Row("stock issue", f"/stock/pages/{issue.pk}/")
    yield Row("stock 20 full", "/stock/pages/?type=newsletters.IssuePage&fields=*&limit=20")
    yield Row("stock page: issue", f"/stock/page/{issue.pk}/")
    page = issue.get_url()
    yield Row("page: issue", page)
    yield Row("page: issue, 304", page, etag=reader.get(page)["ETag"])
    yield Row("page: home", "/")


def measure(floor: Path) -> list[Row]:
    """Count the queries first, then have a server of its own answer."""
    rows = list(requests())
    floor.write_bytes(reader.get(rows[1].path).content)
    for row in rows:
        reader.get(row.path, headers=row.headers)  # warm
        with CaptureQueriesContext(connection) as sent:
            answer = reader.get(row.path, headers=row.headers)
        row.queries, row.kilobytes = len(sent), len(answer.content) / 1000
    generate_wanted()  # or the server would do it beside what is measured
    with serving() as server:
        for row in rows:
            row.cpu, row.rate = server.cost(row.path, row.headers)
    return rows


def publishing() -> tuple[int, float]:
    """What one publication with all that follows from it costs: queries, milliseconds."""
    issue = IssuePage.objects.filter(slug__startswith="issue-").latest("pk")
    times, queries = [], 0
    for number in range(PUBLICATIONS):
        start = process_time()
        with CaptureQueriesContext(connection) as sent:
            page = IssuePage.objects.get(pk=issue.pk)
            page.summary = f"Edited {number}"
            page.save_revision().publish()
            sequencer.flush(deferred=True)
        times.append(process_time() - start)
        queries = len(sent)
    return queries, median(times) * 1000
