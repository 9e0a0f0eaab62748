"""Edit conflicts: whoever saves an older form is told before a newer version is replaced.

Wagtail 8.0 refuses that to autosave only; its own question in the browser comes with the next look
for other editors, seconds later.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Revision

# Fields of a form
CONFIRMED = "overwrite_confirmed"  # whoever saves has been asked
REFUSED = "edit_conflict"  # it was refused, and shows who was faster: that version is replaced by
# the next press of Save, but not by autosave, which would come at once


def note_conflict(request: HttpRequest, instance: Any) -> JsonResponse | None:
    """Before an edit is saved: let its form refuse it if somebody was faster."""
    if request.method != "POST" or CONFIRMED in request.POST:
        return None
    if REFUSED in request.POST and not request.accepts("text/html"):  # autosave
        said = _("Saving will overwrite a newer version.")
        facts = {"error_code": "invalid_revision", "error_message": said}
        return JsonResponse({"success": False, **facts}, status=400)
    latest = getattr(instance, "latest_revision", None)
    if latest and is_newer(latest, request.POST):
        instance.edit_conflict = conflict(latest, request)
    return None


def is_newer(latest: Revision, form: QueryDict) -> bool:
    """Whether the form shows something older; one that does not say what it shows is believed."""
    if own := form.get("overwrite_revision_id"):  # made by this tab's autosave
        return own != str(latest.pk)
    shown = form.get("loaded_revision_id")
    since = form.get("loaded_revision_created_at", latest.created_at.isoformat())
    return bool(shown) and (shown, since) != (str(latest.pk), latest.created_at.isoformat())


def conflict(latest: Revision, request: HttpRequest) -> str:
    """What happened, and what to do."""
    time = date_format(localtime(latest.created_at), "TIME_FORMAT")
    if latest.user is None or latest.user == request.user:
        said = _("A newer version was saved in another window at %(time)s.")
    else:
        said = _("%(name)s saved a newer version at %(time)s.")
    name = latest.user and (latest.user.get_full_name() or latest.user.get_username())
    advice = _(
        "What you typed is still here and not saved yet. Open the history in a new tab to compare; "
        "saving once more replaces the newer version, which stays in the history."
    )
    return f"{said % {'name': name, 'time': time}} {advice}"
