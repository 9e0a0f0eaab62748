"""Wrong passwords, counted in the database: by name and address, and by address alone.

Each try is a row of django-axes, written *before* its password is looked at and taken back when
that was right; of twenty tries at once only five are looked at.
"""

import logging
import unicodedata
from datetime import datetime, timedelta
from ipaddress import ip_address

from axes.models import AccessFailureLog
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from api.http import limits

log = logging.getLogger(__name__)

OF_NAME, LOCKED_FOR = 5, timedelta(minutes=15)
OF_ADDRESS, HOUR = 50, timedelta(hours=1)  # over all names: an office shares one address
RESET_EVERY = timedelta(minutes=5)
KEPT_FOR = timedelta(days=1)  # the rows hold names and addresses
ADVISORY_LOCK = 0x6B656E  # the first half of PostgreSQL's key, to be alone with our locks
LONGEST_NAME = 255


def client(request: HttpRequest) -> str | None:
    """The address that tries are counted for: the API's; None if there is none."""
    address = limits.client(request)
    try:
        return str(ip_address(address))
    except ValueError:  # a socket of this machine has no address
        return None


def normalized(name: str | None) -> str:
    """One spelling of a name: `Admin` and `admin ` are the same to whoever guesses passwords."""
    words = unicodedata.normalize("NFKC", name or "").replace("\0", "").casefold().split()
    return " ".join(words)[:LONGEST_NAME]


def begin(request: HttpRequest, name: str | None) -> bool:
    """Count a try; False if it is refused, be the password right or not."""
    name, address = normalized(name), client(request)
    with transaction.atomic():
        one_at_a_time(address)
        if refuse(request, refused_until(name, address)):
            return False
        forget_old()
        recent = tries(address, LOCKED_FOR).filter(username=name).count()
        request.attempt = write(name, address, locks=recent + 1 >= OF_NAME)  # type: ignore[attr-defined]
    return True


def failed(request: HttpRequest) -> None:
    """The password was wrong; the fifth is told so like those that follow."""
    attempt = getattr(request, "attempt", None)
    if attempt and attempt.locked_out:
        log.warning("Log-ins as %r are refused for a while from one address.", attempt.username)
        refuse(request, attempt.attempt_time + LOCKED_FOR)


def succeeded(request: HttpRequest, name: str) -> None:
    """The password was right: what this name got wrong from this address is forgotten."""
    AccessFailureLog.objects.filter(username=normalized(name), ip_address=client(request)).delete()
    forget_old()


def begin_reset(request: HttpRequest, email: str) -> bool:
    """Count a request for a new password; False if no mail may be sent for it now."""
    name, address = normalized(f"reset:{email}"), client(request)
    with transaction.atomic():
        one_at_a_time(address, name)
        if refuse(request, address_refused_until(address)):
            return False
        forget_old()
        asked = AccessFailureLog.objects.filter(
            username=name, attempt_time__gt=timezone.now() - RESET_EVERY, locked_out=True
        ).exists()
        write(name, address, locks=not asked)
    return not asked


def one_at_a_time(*keys: str | None) -> None:
    """Let nobody else count for these until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for key in keys:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ADVISORY_LOCK, key or ""]
                )


def tries(address: str | None, within: timedelta) -> QuerySet[AccessFailureLog]:
    """What came from an address lately, the latest first."""
    since = timezone.now() - within
    rows = AccessFailureLog.objects.filter(ip_address=address, attempt_time__gt=since)
    return rows.order_by("-attempt_time", "-pk")


def refused_until(name: str, address: str | None) -> datetime | None:
    """When this name may be tried from this address again; None: now."""
    lock = tries(address, LOCKED_FOR).filter(username=name, locked_out=True).first()
    return lock.attempt_time + LOCKED_FOR if lock else address_refused_until(address)


def address_refused_until(address: str | None) -> datetime | None:
    """When anything may be tried from this address again; None: now."""
    recent = tries(address, HOUR).values_list("attempt_time", flat=True)
    oldest = list(recent[OF_ADDRESS - 1 : OF_ADDRESS])
    return oldest[0] + HOUR if oldest else None


def refuse(request: HttpRequest, until: datetime | None) -> bool:
    """Have axes' middleware answer with the refusal, if there is one."""
    if until:
        request.refused_until = until  # type: ignore[attr-defined]
        request.axes_locked_out = True  # type: ignore[attr-defined]
    return until is not None


def write(name: str, address: str | None, *, locks: bool) -> AccessFailureLog:
    """Note a try, and nothing about the browser that it came from."""
    return AccessFailureLog.objects.create(username=name, ip_address=address, locked_out=locks)


def forget_old() -> None:
    """Nobody's addresses are kept longer than they are needed."""
    AccessFailureLog.objects.filter(attempt_time__lte=timezone.now() - KEPT_FOR).delete()
