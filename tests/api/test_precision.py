"""An event is never known more exactly than its editor said: in no field of no endpoint."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from api.store.marks import mark

V2 = "/api/v2/pages/{}/"
WORD = "Zwischenruf"  # that nothing else says
CLOCKS = ("start_time", "end_time", "starts_at", "ends_at")
# What was stored, past the form too: a day of a month that is not known, the time of such a day
STORED = {
    "month": {
        "start_date": "2031-11-15", "start_time": "14:00", "end_date": None, "end_time": "15:30",
    },
    "months": {
        "start_date": "2031-11-15", "start_time": None, "end_date": "2031-12-05", "end_time": None,
    },
    "day": {
        "start_date": "2031-11-15", "start_time": "14:00", "end_date": None, "end_time": "15:30",
    },
    "exact": {
        "start_date": "2031-11-15", "start_time": "14:00", "end_date": None, "end_time": "15:30",
    },
}  # fmt: skip
DAYS = {
    "month": {"2031-11-01", "2031-11-30"},
    "months": {"2031-11-01", "2031-12-31"},
    "day": {"2031-11-15"},
    "exact": {"2031-11-15"},
}


def fields(data: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every name and plain value of an answer."""
    if isinstance(data, dict):
        for each, value in data.items():
            yield from fields(value, each)
    elif isinstance(data, list):
        for value in data:
            yield from fields(value, name)
    else:
        yield name, data


def answers(reader, page) -> Iterator[tuple[str, Any]]:
    """What every endpoint says of the event, in JSON."""
    key = page.translation_key
    for path in (
        f"issues/{key}/?locale=en",
        f"issues/{key}/?locales=en,ko",
        f"pages/{key}/?locale=en",
        "lookup/?path=/newsletters/october-2020/",
        "issues/?locale=en&fields=full",
        "sync/?locale=en&limit=100",
        f"entries/?locale=en&kind=event&fields=full&issue={key}",
        "events/?locale=en&fields=full",
        f"search/?locale=en&q={WORD}&kind=event",
        V2.format(page.pk),
    ):
        answer = reader.get(path if path.startswith("/") else f"/api/v1/{path}")
        assert answer.status_code == 200, path
        yield path, list(of_the_event(answer.json()))


def of_the_event(data: Any) -> Iterator[dict]:
    """The objects of an answer that are about it."""
    if isinstance(data, list):
        for each in data:
            yield from of_the_event(each)
    elif isinstance(data, dict):
        if data.get("title") == WORD:
            yield data
        else:
            for each in data.values():
                yield from of_the_event(each)


@pytest.mark.parametrize("case", STORED)
def test_no_field_says_more_than_is_known(reader, issue, korean_issue, case):
    precision = case.removesuffix("s")
    raw = deepcopy(list(issue.body.raw_data))
    event = next(block for block in raw if block["type"] == "event")
    event["value"] |= {**STORED[case], "title": WORD, "precision": precision}
    type(issue).objects.filter(pk=issue.pk).update(body=json.dumps(raw))  # past the form
    mark({f"page:{issue.translation_key}"})
    for path, found in answers(reader, issue):
        assert found, path
        for each in found:
            said = dict(fields(each))
            assert precision in (said.get("precision"), said.get("date_precision")), path
            named = [(name, v) for name, v in fields(each) if isinstance(v, str)]
            days = {
                value for name, value in named if value.startswith("2031-") and len(value) == 10
            }
            assert days <= DAYS[case], path
            clocks = [v for name, v in fields(each) if name in CLOCKS and v is not None]
            assert bool(clocks) <= (precision == "exact"), path
            if precision == "exact" and "start_time" in said:
                assert (said["start_time"][:5], said["end_time"][:5]) == ("14:00", "15:30")
