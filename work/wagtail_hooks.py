"""Mails that did not leave, on the first screen of whoever looks after the site."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from work.models import OutgoingMail

State = OutgoingMail.State
SHOWN_FOR = timedelta(days=7)


class UnsentMails(Component):
    """How many, and why the latest of them."""

    order = 10  # before everything else
    template_name = "work/unsent_mails.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The count and the latest."""
        mails = unsent()
        return {"count": mails.count(), "latest": mails.first()}


def unsent() -> Any:
    """What failed, may not have arrived, or waits for another try; the latest first."""
    lately = Q(ended_at__gt=timezone.now() - SHOWN_FOR, state__in=[State.FAILED, State.UNCERTAIN])
    waiting = Q(ended_at=None, attempts__gt=0)
    return OutgoingMail.objects.filter(lately | waiting).order_by("-created_at")


@hooks.register("construct_homepage_panels")
def show_unsent_mails(request: HttpRequest, panels: list[Component]) -> None:
    """To superusers: the mail server's words and people's addresses concern nobody else."""
    if request.user.is_superuser and unsent().exists():
        panels.append(UnsentMails())
