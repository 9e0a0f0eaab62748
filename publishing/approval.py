"""What is approved is the version that the reviewer has before them.

An edit asks for the approvals of before again (WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT). With
Wagtail 8.0 so does one that is saved by the click on Approve itself, or by autosave before it:
nothing was published, and the reviewer read that the page had been updated.
"""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Revision, TaskState


def connect() -> None:
    """Listen to every new revision."""
    post_save.connect(follow, sender=Revision, dispatch_uid="publishing-approval")


def follow(sender: Any, instance: Revision, created: bool, **_signal: Any) -> None:
    """The task in progress is about the newest revision; those before it stay about theirs."""
    if created:
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=instance.base_content_type,
            workflow_state__object_id=instance.object_id,
        ).update(revision=instance)
