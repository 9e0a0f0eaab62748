"""Whoever approves what is on the screen approves all of it, what they have changed included."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletters.models import IssuePage


@pytest.fixture
def steps(issue) -> list[GroupApprovalTask]:
    """A workflow of two tasks that the issue is in, the first one waiting."""
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    tasks = [GroupApprovalTask.objects.create(name=name) for name in ("Words", "Law")]
    for position, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=position)
    WorkflowPage.objects.update_or_create(page=issue, defaults={"workflow": workflow})
    issue.title = "As it was submitted"
    issue.save_revision()
    workflow.start(issue, None)
    return tasks


def approve(editor, issue: IssuePage, title: str) -> None:
    """Type this title, and click on Approve."""
    data = {"title": title, "slug": issue.slug, "summary": "S.", "cover": "", "number": ""}
    stream = streamfield([("text", {"text": rich_text("<p>Hello.</p>")})])
    form = nested_form_data({**data, "edition_date": "2020-10-01", "body": stream})
    form |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[issue.pk]), form)
    assert answer.status_code == 302, answer.context["form"].errors


def waiting_for(issue: IssuePage) -> str | None:
    task = IssuePage.objects.get(pk=issue.pk).current_workflow_task
    return task and task.name


def test_the_last_approval_publishes_what_was_typed_with_it(editor, issue, steps):
    WorkflowTask.objects.get(task=steps[1]).delete()
    approve(editor, issue, "As it was approved")
    assert waiting_for(issue) is None
    assert Page.objects.get(pk=issue.pk).title == "As it was approved"


def test_what_was_approved_before_is_approved_again_once_it_has_changed(editor, issue, steps):
    approve(editor, issue, "Read")
    assert waiting_for(issue) == "Law"
    approve(editor, issue, "Read and changed")
    assert waiting_for(issue) == "Words"
    assert Page.objects.get(pk=issue.pk).title != "Read and changed"
