"""A mail to somebody whose password is being guessed from many places."""

from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from kensite.log_in.attempts import KEPT_FOR, normalized
from work import mail

MANY_TRIES, MANY_ADDRESSES = 20, 5  # in a day; whoever forgot it does not come from five places


def warn_owner(name: str) -> None:
    """Tell the owner of a name, at most once a day."""
    since = timezone.now() - KEPT_FOR
    seen = AccessFailureLog.objects.filter(username=name, attempt_time__gt=since).aggregate(
        tries=Count("pk"), addresses=Count("ip_address", distinct=True)
    )
    if seen["tries"] < MANY_TRIES or seen["addresses"] < MANY_ADDRESSES:
        return
    for user in get_user_model().objects.filter(username__iexact=name, is_active=True):
        if user.email and normalized(user.get_username()) == name:
            language = UserProfile.get_for_user(user).get_preferred_language()
            with translation.override(language):
                message = warning(user.get_username(), user.email, **seen)
            mail.queue(message, once_a_day=f"guessed:{user.pk}")


def warning(name: str, email: str, *, tries: int, addresses: int) -> EmailMessage:
    """The mail."""
    subject = _("Someone is trying to guess your password")
    body = _(
        "In the last day there were %(tries)s wrong passwords for “%(name)s” on %(site)s, from "
        "%(addresses)s different addresses.\n\n"
        "If your password is long and used nowhere else, you need not do anything: you can log in "
        "as usual. Otherwise please choose a new one:\n%(link)s\n\n"
        "This mail comes at most once a day."
    ) % {
        "tries": tries,
        "name": name,
        "site": settings.PUBLIC_URL,
        "addresses": addresses,
        "link": f"{settings.PUBLIC_URL}/admin/password_reset/",
    }
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [email], headers=headers)
