"""JSON as the API writes it."""

from typing import Any

import orjson

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def dumps(data: Any) -> bytes:
    """Compact JSON; moments as RFC 3339."""
    return orjson.dumps(data, option=OPTIONS, default=str)


def without(data: Any, form: str) -> Any:
    """The data with one form ("html" or "nodes") of every rich text left out.

    A rich text is an object that has just these two, or one of them.
    """
    if isinstance(data, dict):
        if data.keys() <= {"html", "nodes"} and data:
            return {name: value for name, value in data.items() if name != form}
        return {name: without(value, form) for name, value in data.items()}
    if isinstance(data, list):
        return [without(item, form) for item in data]
    return data
