"""Nothing that somebody stored is printed as markup in the admin, wherever it is shown."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    Comment,
    GroupApprovalTask,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import Translation

from images.models import Picture
from newsletters.models import IssuePage, Organisation

MARK = "\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def marked(issue, korean_issue, admin_user) -> dict[str, int]:
    """Every name that an editor can give is the mark; so are ids that no save has checked."""
    body = [dict(block) for block in issue.body.raw_data]
    body[0]["id"] = MARK
    for page in (issue, korean_issue):
        revision = page.save_revision(clean=False)
        revision.content |= {"title": MARK, "body": json.dumps(body), "summary": MARK}
        revision.object_str = MARK
        revision.save()
    names = {"title": MARK, "draft_title": MARK}
    Page.objects.filter(translation_key=issue.translation_key).update(**names)
    IssuePage.objects.filter(pk=issue.pk).update(body=json.dumps(body), summary=MARK)
    Comment.objects.create(
        page=issue, user=admin_user, text=MARK, contentpath=f"body.{MARK}.text", position=MARK
    )
    Picture.objects.update(title=MARK, credit=MARK)
    Organisation.objects.update(name=MARK, short_name=MARK)
    document = get_document_model().objects.create(title=MARK, file=ContentFile(b"x", name="x.txt"))
    collection = Collection.get_first_root_node().add_child(name=MARK)
    group = Group.objects.create(name=MARK[:100])
    user = type(admin_user).objects.get(pk=admin_user.pk)
    user.first_name = user.last_name = MARK
    user.save()
    task = GroupApprovalTask.objects.create(name=MARK)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=MARK)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=issue.get_parent())
    issue = IssuePage.objects.get(pk=issue.pk)
    workflow.start(issue, admin_user)
    revisions = list(issue.revisions.order_by("pk").values_list("pk", flat=True))
    return {
        "issue": issue.pk,
        "korean": korean_issue.pk,
        "archive": issue.get_parent().pk,
        "first": revisions[0],
        "last": revisions[-1],
        "picture": Picture.objects.latest("pk").pk,
        "organisation": Organisation.objects.filter(locale=issue.locale).latest("pk").pk,
        "document": document.pk,
        "collection": collection.pk,
        "group": group.pk,
        "user": admin_user.pk,
        "workflow": workflow.pk,
        "task": Task.objects.latest("pk").pk,
        "translation": Translation.objects.get(source__object_id=issue.translation_key).pk,
    }


SCREENS = [
    "",
    "pages/",
    "pages/{archive}/",
    "pages/{issue}/edit/",
    "pages/{issue}/history/",
    "pages/{issue}/copy/",
    "pages/{issue}/move/",
    "pages/{issue}/delete/",
    "pages/{issue}/unpublish/",
    "pages/{issue}/usage/",
    "pages/{issue}/revisions/compare/{first}...{last}/",
    "pages/{issue}/revisions/{first}/revert/",
    "pages/{issue}/workflow_history/",
    "pages/{issue}/privacy/",
    "pages/{korean}/edit/",
    "pages/search/?q=img",
    "choose-page/",
    "choose-page/{archive}/",
    "images/",
    "images/{picture}/",
    "images/{picture}/delete/",
    "images/usage/{picture}/",
    "images/add/",
    "images/chooser/",
    "documents/",
    "documents/edit/{document}/",
    "documents/chooser/",
    "snippets/newsletters/organisation/",
    "snippets/newsletters/organisation/edit/{organisation}/",
    "snippets/newsletters/organisation/history/{organisation}/",
    "snippets/newsletters/organisation/usage/{organisation}/",
    "snippets/newsletters/organisation/delete/{organisation}/",
    "snippets/choose/newsletters/organisation/",
    "collections/",
    "collections/{collection}/",
    "groups/",
    "groups/edit/{group}/",
    "users/",
    "users/edit/{user}/",
    "account/",
    "workflows/list/",
    "workflows/edit/{workflow}/",
    "workflows/usage/{workflow}/",
    "workflows/tasks/index/",
    "workflows/tasks/edit/{task}/",
    "reports/locked/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/aging-pages/",
    "translations/",
    "translations/{translation}/",
    "localize/submit/page/{issue}/",
    "localization/duplicate/{issue}/",
    "bulk/wagtailcore/page/publish/?id={issue}&next=/admin/",
    "bulk/wagtailcore/page/delete/?id={issue}&next=/admin/",
]


def test_nothing_stored_is_printed_unescaped(editor, marked):
    shown, missing = 0, []
    for screen in SCREENS:
        address = "/admin/" + screen.format(**marked)
        response = editor.get(address, follow=True)
        if response.status_code != 200:
            missing.append(address)
            continue
        html = response.content.decode()
        assert "<img src=x" not in html, address
        shown += "img src=x" in html
    assert missing == []
    assert shown > len(SCREENS) // 2, "the mark is there, escaped"


def test_messages_print_names_as_text(editor, marked):
    for screen in ("pages/{issue}/lock/", "pages/{issue}/unlock/"):
        html = editor.post(
            "/admin/" + screen.format(**marked), {"next": "/admin/"}, follow=True
        ).content.decode()
        assert "<img src=x" not in html
