"""The requests, and what each of them costs."""

from collections import Counter
from collections.abc import Iterator
from statistics import median
from time import process_time
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from benchmarks import floor
from newsletters.models import IssuePage

REPETITIONS = 30
HEADINGS = ("request", "queries", "alike", "kB", "CPU ms", "floor ms", "ratio")
reader = Client(SERVER_NAME="127.0.0.1")


def addresses() -> Iterator[str]:
    """What readers and other programs ask for."""
    issue = IssuePage.objects.get(slug="october-2020", locale__language_code="en")
    for translation in (issue, issue.get_translations().get()):
        for page in translation.get_ancestors(inclusive=True).filter(depth__gt=1):
            yield page.get_url()
    yield "/api/v2/pages/?type=newsletters.IssuePage&locale=ko"
    yield "/api/v2/pages/?type=newsletters.IssuePage&fields=*"
    yield f"/api/v2/pages/{issue.pk}/"


def row(address: str) -> tuple[str, ...]:
    """The address and its costs, as in HEADINGS; the time is taken with nothing being counted."""
    response = get(address)
    floor.answer.update(content=response.content, content_type=response["Content-Type"])
    queries = statements(address)
    size = len(response.content) / 1000
    ours, least = cpu_milliseconds(address), cpu_milliseconds("/floor/")
    counts = (str(queries.total()), str(max(queries.values(), default=0)))
    return address, *counts, f"{size:.1f}", f"{ours:.1f}", f"{least:.2f}", f"{ours / least:.0f}"


def get(address: str) -> HttpResponse:
    """The answer, which must be a good one: an error would be cheap."""
    response = reader.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return response


def statements(address: str) -> Counter[str]:
    """How often each statement is sent to the database."""
    sent: Counter[str] = Counter()

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        sent[sql] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        get(address)
    return sent


def cpu_milliseconds(address: str) -> float:
    """The median of the repetitions, in this process's own time."""
    times = []
    for _repetition in range(REPETITIONS):
        start = process_time()
        get(address)
        times.append(process_time() - start)
    return median(times) * 1000
