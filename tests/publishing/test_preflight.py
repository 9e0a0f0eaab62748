"""Nothing is published that a form would refuse, whoever publishes it and however."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowPage, WorkflowTask

from localization.gate import AheadOfOriginal
from localization.publish import publish_translation, submit_for_review, whole_revision
from localization.status import differs
from newsletters.blocks import IssueBody
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from publishing.preflight import Unpublishable, faults
from tests.localization.conftest import (  # noqa: F401 - add_issue is a fixture
    add_issue,
    block,
    in_korean,
    into_korean,
    text,
    translate,
)


def value_of(name: str) -> dict:
    """A finished block of a kind, as it is stored."""
    kind = IssueBody().child_blocks[name]
    stored = kind.get_prep_value(kind.get_preview_value())
    return json.loads(json.dumps(stored, cls=DjangoJSONEncoder))


def profile_of_a_draft() -> dict:
    """The profile of an organisation that nobody may see in any language."""
    organisation = Organisation(
        name="Secret", live=False, locale=Organisation.objects.first().locale
    )
    organisation.save()
    return {**value_of("cso_profile"), "organisation": organisation.pk}


# What is wrong, with what a message says of it: blocks, fields of the page, words
FAULTS: dict[str, tuple[Callable[[], list], dict, str]] = {
    "no summary": (list, {"summary": ""}, "Summary: This field cannot be blank."),
    "no date": (list, {"edition_date": None}, "Edition date: This field cannot be"),
    "no words": (
        lambda: [text("a", "<p>A.</p>"), block("quote", "q", quote="Q", attribution="")],
        {},
        "Contents › 2. Quotation › Who said it: This field is required.",
    ),
    "a text without a word": (
        lambda: [text("a", "<p>\u00a0</p><p>\u200b</p>")],
        {},
        "Contents › 1. Text › Text: This field is required.",
    ),
    "no picture": (
        lambda: [block("image", "i", image={"image": None}, caption="")],
        {},
        "Contents › 1. Picture › Picture: This field is required.",
    ),
    "a deleted picture": (
        lambda: [block("image", "i", image={"image": 99999, "alt_text": "x"}, caption="")],
        {},
        "Contents › 1. Picture › Picture: This field is required.",
    ),
    "an item of a list": (
        lambda: [
            block("links", "l", title="", links=[{"label": "", "url": "https://example.org"}])
        ],
        {},
        "Contents › 1. Links › Links › 1 › Label: This field is required.",
    ),
    "no time": (
        lambda: [block("event", "e", **{**value_of("event"), "start_time": None})],
        {},
        "Contents › 1. Event › Starts at: Say when it starts",
    ),
    "a draft organisation": (
        lambda: [block("cso_profile", "c", **profile_of_a_draft())],
        {},
        "› Organisation: “Secret” is not published yet.",
    ),
}


def draft(slug: str, blocks: list, **fields: Any) -> IssuePage:
    """An issue as a program stores it, which no form has seen."""
    index = NewsletterIndexPage.objects.get(locale__language_code="en")
    page = IssuePage(title=slug, slug=slug, summary="S.", locale=index.locale, live=False)
    page.edition_date = date(2026, 3, 1)
    index.add_child(instance=page)
    page.body = json.dumps(blocks)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save(clean=False)
    page.save_revision(clean=False)
    return page


def by_code(editor, *pages: Page) -> str:
    said = []
    for page in pages:
        try:
            page.get_latest_revision().publish()
        except ValidationError as error:
            said.append(" ".join(error.messages))
    return " ".join(said)


def by_bulk(editor, *pages: Page) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = "&".join(f"id={page.pk}" for page in pages)
    parent = reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk])
    response = editor.post(f"{address}?{query}&next={parent}", {}, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def by_workflow(editor, *pages: Page) -> str:
    task = GroupApprovalTask.objects.create(name="Look", active=True)
    task.groups.add(Group.objects.first())
    workflow = Workflow.objects.create(name="Look", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(
        workflow=workflow, page=Page.get_first_root_node().get_children()[0]
    )
    said = []
    for page in pages:
        state = workflow.start(page, None)
        address = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[page.pk, "approve", state.current_task_state.pk],
        )
        response = editor.post(address, {}, follow=True)
        assert response.status_code == 200
        said += [str(message) for message in response.context["messages"]]
        state.refresh_from_db()
        assert state.status == ("approved" if Page.objects.get(pk=page.pk).live else "in_progress")
    return " ".join(said)


def by_schedule(editor, *pages: Page) -> str:
    due = timezone.now() - timedelta(minutes=1)
    for page in pages:
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=due)
    try:
        call_command("publish_scheduled")
    except CommandError as error:
        revisions = Revision.objects.filter(approved_go_live_at=due)
        left = {int(pk) for pk in revisions.values_list("object_id", flat=True)}
        assert left == {page.pk for page in Page.objects.filter(pk__in=left, live=False)}
        return str(error)
    return ""


def by_the_editor(editor, *pages: Page) -> str:
    """The button of Wagtail's editor, whose view goes past the page's own method."""
    from django.test import RequestFactory

    from localization.admin.publishing import check_before_publishing

    said = []
    for page in pages:
        try:
            check_before_publishing(RequestFactory().post("/"), page)
            page.get_latest_revision().publish()
        except Unpublishable as error:
            said.append(str(error))
    return " ".join(said)


WAYS = [by_code, by_bulk, by_workflow, by_schedule, by_the_editor]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_published_that_a_form_would_refuse(editor, way, fault):
    blocks, fields, words = FAULTS[fault]
    bad = draft("bad", blocks(), **fields)
    good = draft("good", [text("a", "<p>A.</p>")])
    said = way(editor, bad, good)
    assert not Page.objects.get(pk=bad.pk).live
    assert Page.objects.get(pk=good.pk).live, "one that is refused holds up no other"
    assert "“bad” was not published. Correct this first, then publish it again:" in said
    assert words in strip_tags(said).replace("&#x27;", "'")


def test_faults_name_the_place_as_comments_do(db):
    page = draft("bad", [text("a", "<p>A.</p>"), block("quote", "q", quote="Q", attribution="")])
    assert [fault.path for fault in faults(page)] == [f"body.{page.body[1].id}.attribution"]


def test_every_finished_block_can_be_published(editor, db):
    page = draft("good", [block(n, n, **value_of(n)) for n in IssueBody().child_blocks])
    assert faults(page) == []
    assert by_code(editor, page) == ""


def test_the_check_costs_no_query_per_block(db, django_assert_max_num_queries):
    few = [block("quote", "q", **value_of("quote")), block("image", "i", **value_of("image"))]
    page = draft("good", [{**one, "id": f"{i}"} for i in range(20) for one in few])
    revision = page.get_latest_revision()
    with django_assert_max_num_queries(16):
        assert faults(revision.as_object()) == []


# ── No language before its original ──────────────────────────────────────────────────────────


@pytest.fixture
def unpublished(add_issue, editor, korean):  # noqa: F811
    """A Korean translation that is whole, of an issue that is a draft."""
    page = add_issue(text("a", "<p>One.</p>"))
    translate(page)
    page.unpublish()
    return IssuePage.objects.get(pk=page.pk)


def test_no_language_is_published_before_its_original(unpublished):
    with pytest.raises(AheadOfOriginal, match="“Spring” is not published yet"):
        publish_translation(into_korean(unpublished))
    assert not in_korean(unpublished).live


@pytest.mark.parametrize("way", [by_bulk, by_schedule])
def test_nor_in_other_ways(editor, unpublished, way):
    whole_revision(into_korean(unpublished), None)
    korean = in_korean(unpublished)
    assert "is not published yet. Publish that first." in way(editor, korean)
    assert not in_korean(unpublished).live


def test_both_at_once_are_published_in_the_right_order(editor, unpublished):
    by_bulk(editor, in_korean(unpublished), unpublished)
    assert IssuePage.objects.get(pk=unpublished.pk).live
    assert in_korean(unpublished).live


def test_a_review_waits_for_the_original(editor, unpublished, admin_user):
    task = GroupApprovalTask.objects.create(name="Look", active=True)
    task.groups.add(Group.objects.first())
    workflow = Workflow.objects.create(name="Look", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    korean = in_korean(unpublished)
    WorkflowPage.objects.create(workflow=workflow, page=korean.get_parent())
    submit_for_review(into_korean(unpublished), admin_user)
    state = in_korean(unpublished).current_workflow_state
    with pytest.raises(AheadOfOriginal):
        state.current_task_state.approve(user=admin_user)
    assert in_korean(unpublished).workflow_in_progress
    unpublished.get_latest_revision().publish()
    in_korean(unpublished).current_workflow_state.current_task_state.approve(user=admin_user)
    assert in_korean(unpublished).live


def test_both_can_be_scheduled(unpublished):
    moment = timezone.now() + timedelta(hours=1)
    korean = whole_revision(into_korean(unpublished), None)
    unpublished.go_live_at = moment
    content = {**korean.content, "go_live_at": moment.isoformat()}
    Revision.objects.filter(pk=korean.pk).update(content=content)
    with pytest.raises(AheadOfOriginal):
        Revision.objects.get(pk=korean.pk).publish()
    unpublished.save_revision().publish()
    Revision.objects.get(pk=korean.pk).publish()
    assert Revision.objects.get(pk=korean.pk).approved_go_live_at == moment


# ── What changed ─────────────────────────────────────────────────────────────────────────────


def test_the_order_of_keys_is_no_change(add_issue):  # noqa: F811
    """PostgreSQL gives the keys of JSON in an order of its own."""
    page = add_issue(text("a", "<p>One.</p>"))
    content = json.loads(into_korean(page).source.content_json)
    blocks = [dict(reversed(list(one.items()))) for one in json.loads(content["body"])]
    other = json.dumps({**content, "body": json.dumps(blocks)})
    assert other != into_korean(page).source.content_json
    assert not differs(page, other)
    blocks[0]["value"]["text"] = "<p>Two.</p>"
    assert differs(page, json.dumps({**content, "body": json.dumps(blocks)}))


@pytest.mark.parametrize("way", ["bulk", "workflow"])
def test_the_admin_lists_faults_one_below_the_other(editor, way):
    page = draft("bad", [block("quote", "q", quote="Q", attribution="")], title="bad <b>")
    said = by_bulk(editor, page) if way == "bulk" else by_workflow(editor, page)
    item = "[^<]+" if way == "bulk" else r'<a href="#block-[-\w]+-section">[^<]+</a>: [^<]+'
    summary = "“bad &lt;b&gt;” was not published.*:"
    assert re.search(rf"{summary}<ul[^>]*>(<li>{item}</li>)+</ul>", said)


def test_the_schedule_says_a_fault_a_line(editor):
    said = by_schedule(editor, draft("bad", [block("quote", "q", quote="Q", attribution="")]))
    assert re.search(r"publish it again:\n  Contents › 1\. Quotation › .+", said)
