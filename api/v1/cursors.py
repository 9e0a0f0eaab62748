"""Cursors and tokens: opaque to clients, checked when they come back."""

import base64
import binascii
from typing import Any

import orjson

LONGEST = 3000  # characters: a list knows what it began with

NOT_OURS = (
    "was not given out by this API. Send what the last answer gave, unchanged, "
    "or start again without it"
)


def encode(value: Any) -> str:
    """JSON that fits into an address."""
    return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()


def decode(text: str) -> Any:
    """What was encoded; ValueError for anything else."""
    if len(text) > LONGEST or not text.isascii():
        raise ValueError(NOT_OURS)
    try:
        return orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError) as error:
        raise ValueError(NOT_OURS) from error
