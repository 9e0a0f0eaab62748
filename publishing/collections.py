"""Tells when a collection may have become private, or public: it moved in the tree."""

from functools import wraps
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from wagtail.models import Collection

moved = Signal()  # with `collection`, in the transaction of the move


def tell_of_moves() -> None:
    """Have `Collection.move`, which sends no signal, send `moved`."""
    move = Collection.move

    @wraps(move)
    def telling(self: Collection, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            move(self, *args, **kwargs)
            moved.send(Collection, collection=Collection.objects.get(pk=self.pk))

    Collection.move = telling
