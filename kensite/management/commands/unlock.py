"""`manage.py unlock NAME`: let somebody try again who gave too many wrong passwords."""

from difflib import get_close_matches
from ipaddress import ip_address
from typing import Any

from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from kensite.log_in.attempts import normalized


class Command(BaseCommand):
    """Forgets wrong passwords; the right one is not needed for that, nor changed by it."""

    help = "Forget the wrong passwords that were given for a name, or from an address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom."""
        parser.add_argument(
            "name", help="a user name, `page:<id>`, or an address such as 192.0.2.7"
        )

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Forget, and say what."""
        rows = AccessFailureLog.objects.filter(which(name))
        addresses = rows.values("ip_address").distinct().count()
        tries = rows.delete()[0]
        if tries:
            places = f"{addresses} address" + ("" if addresses == 1 else "es")
            self.stdout.write(f"{name} is unlocked: {tries} wrong tries forgotten, from {places}.")
        elif is_known(name):
            self.stdout.write(f"{name} was not locked: there were no wrong tries in the last day.")
        else:
            raise CommandError(unknown(name))


def is_address(name: str) -> bool:
    """Whether it is an address rather than a name."""
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def which(name: str) -> Q:
    """The tries that are meant."""
    return Q(ip_address=name) if is_address(name) else Q(username=normalized(name))


def is_known(name: str) -> bool:
    """Whether there is anything of that name."""
    return is_address(name) or get_user_model().objects.filter(username__iexact=name).exists()


def unknown(name: str) -> str:
    """What to do about a name that nobody has."""
    names = get_user_model().objects.values_list("username", flat=True)
    near = get_close_matches(name, names, 1)
    return f"Nobody is called {name!r}, and nothing was tried under that name." + (
        f" Did you mean {near[0]}?" if near else ""
    )
