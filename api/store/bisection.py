"""Errors stay with the one thing that has them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction

from api.store.lock import is_busy

T = TypeVar("T")
R = TypeVar("R")


def isolated(
    work: Callable[[Sequence[T]], R], items: Sequence[T]
) -> tuple[list[R], dict[T, Exception]]:
    """Do it for all at once; if that fails for each half, down to the ones that cannot be done.

    The results, and the errors by item. What failed has changed nothing in the database.
    """
    if not items:
        return [], {}
    try:
        with transaction.atomic():
            return [work(items)], {}
    except Exception as error:
        if is_busy(error):  # not of their making
            raise
        if len(items) == 1:
            return [], {items[0]: error}
    half = len(items) // 2
    (first, failed), (second, also) = isolated(work, items[:half]), isolated(work, items[half:])
    return [*first, *second], {**failed, **also}
