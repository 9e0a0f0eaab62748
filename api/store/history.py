"""Which numbers this database gave out itself: how a restored or hand-copied one is noticed.

A token, an ETag or a kept page with a number from the time after the backup belongs to changes
that this database does not have, and must not be taken for one of its own.
"""

import secrets
from collections.abc import Iterable

from django.db.models import Exists, Subquery

from api.models import Counter, Span, Touch

# Numbers stay exact in JavaScript for 2**34 transactions; one of a lost past is met again by
# chance as rarely as a transaction's changes fit into this
WIDEST_GAP = 2**20


def next_number(value: int) -> int:
    """The number before a transaction's first one, when `value` was given out last."""
    if value and not Span.objects.exists():  # numbered before there were spans
        Span.objects.create(first=1, last=value)
    return value + secrets.randbelow(WIDEST_GAP)


def is_ours(number: int) -> Exists:
    """The condition that this database gave the number out (and so knows all before it)."""
    nearest = Span.objects.filter(last__gte=number).order_by("last").values("last")[:1]
    return Exists(Span.objects.filter(last=Subquery(nearest), first__lte=number))


def unchanged(keys: Iterable[str], since: int) -> bool:
    """Whether none of these changed after the change of this number, which is one of ours."""
    touches = Touch.objects.filter(key__in=list(keys), seq__gt=since)
    return Counter.objects.filter(is_ours(since), ~Exists(touches)).exists()


def forget(floor: int) -> None:
    """Forget numbers that expired tokens have."""
    Span.objects.filter(last__lt=floor).delete()
