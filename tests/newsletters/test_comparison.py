"""Comparing versions: every block added, removed, moved and changed, in words, without an error."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from newsletters.blocks import IssueBody
from newsletters.models import IssuePage, Organisation
from publishing.comparison import StreamComparison
from tests.localization.conftest import add_issue, block, text  # noqa: F401 - a fixture
from tests.publishing.test_ids import examples, whole

BODY = IssuePage._meta.get_field("body")
RAW = re.compile(
    r"\bNone\b|\bexact\b|\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d|Asia/|\bTrue\b|&lt;|<p>|object at"
)


def compared(old: list, new: list) -> str:
    """The HTML of what differs."""
    pages = [IssuePage(body=BODY.stream_block.to_python(raw)) for raw in (old, new)]
    return StreamComparison(BODY, *pages).htmldiff()


def shown(html: str) -> str:
    return " ".join(
        unescape(strip_tags(html.replace("<d", " <d").replace("<span", " <span"))).split()
    )


def with_ids(raw: list) -> list:
    return [{**one, "id": str(uuid4())} for one in raw]


@pytest.fixture
def blocks(db) -> dict[str, list[dict]]:
    """Every block: finished, and as empty as it can be stored."""
    bare = [one for one in whole() if one["type"]]
    return {
        one["type"]: with_ids([one, next(b for b in bare if b["type"] == one["type"])])
        for one in examples()
    }


@pytest.mark.parametrize("name", IssueBody().child_blocks)
def test_every_block_is_compared_in_words(blocks, name):
    full, bare = blocks[name]
    other = {"type": "heading", "id": str(uuid4()), "value": {"text": "Between"}}
    label = str(IssueBody().child_blocks[name].label)
    for one in (full, bare):
        added, removed = compared([other], [other, one]), compared([other, one], [other])
        assert f'addition"><h3>2. {label}</h3>' in added
        assert f'deletion"><h3>2. {label}</h3>' in removed
        assert not RAW.search(shown(added)), shown(added)
        moved = compared([one, other], [other, one])
        assert "Moved; it was" in shown(moved)
        assert "addition" not in moved
        assert "deletion" not in moved
        assert compared([one, other], [one, other]) == ""
    for old, new in ((full, bare), (bare, full)):
        changed = compared([old], [{**new, "id": old["id"]}])
        assert f"1. {label}" in changed
        assert not RAW.search(shown(changed)), shown(changed)


def test_only_what_differs_is_listed(blocks):
    event = blocks["event"][0]
    venue = {**event["value"], "venue": "Busan", "start_time": "18:00", "online": False}
    said = shown(compared([event], [{**event, "value": venue}]))
    assert said == "1. Event Starts at 17:00 18:00 Place Seoul Global Center Busan Online Yes No"
    with translation.override("ko"):
        said = shown(compared([event], [{**event, "value": venue}]))
    assert "장소" in said


def test_the_same_words_stored_in_another_way_are_no_change(db):
    one = text("x", "<p>Words.</p>")
    pair = [one, {**one, "value": {"text": '<p data-block-key="a1b2c">Words.</p>'}}]
    pages = [IssuePage(body=BODY.stream_block.to_python([raw])) for raw in pair]
    assert pages[0].body != pages[1].body
    assert not StreamComparison(BODY, *pages).has_changed()
    assert StreamComparison(BODY, IssuePage(), pages[1]).has_changed()


def test_items_of_lists_and_links(blocks):
    links = blocks["links"][0]
    items = [
        {"type": "item", "id": str(uuid4()), "value": {"label": name, "url": "https://a.example/"}}
        for name in ("One", "Two", "Three")
    ]
    new = [items[2], items[0], {**items[1], "value": {**items[1]["value"], "label": "Zwei"}}]
    old, new = ({**links, "value": {"title": "T", "links": found}} for found in (items, new))
    said = shown(compared([old], [new]))
    assert "Links › 1 Moved; it was “3” before." in said
    assert "Links › 3" in said
    assert "Zwei" in said
    texts = [block("text", "x", text=f'<p>See <a href="{url}">this</a></p>') for url in "ab"]
    assert "(a)" in shown(compared([texts[0]], []))
    assert compared([texts[0]], [texts[1]])


def test_the_screen_of_an_issue_and_of_an_organisation(editor, add_issue):  # noqa: F811
    page = add_issue(*examples(), edition_date="2026-03-01", number=7)
    page.edition_date, page.number, page.cover = None, None, None
    page.body = []
    latest = page.save_revision(clean=False)
    page = IssuePage.objects.get(pk=page.pk)
    for pair in (f"live...{latest.pk}", f"{latest.pk}...live", "earliest...latest"):
        html = editor.get(f"/admin/pages/{page.pk}/revisions/compare/{pair}/").content.decode()
        assert not RAW.search(shown(html.partition('id="main"')[2]).partition("JSON")[0]), pair
        assert "1 March 2026" in html
    organisation = Organisation.objects.first()
    first = organisation.save_revision()
    organisation.founded, organisation.description = 1994, "<p>New words.</p>"
    organisation.social_links = [("link", "https://example.org/")]
    second = organisation.save_revision()
    name = "wagtailsnippets_newsletters_organisation:revisions_compare"
    address = reverse(name, args=[organisation.pk, first.pk, second.pk])
    said = shown(editor.get(address).content.decode())
    assert "New words." in said
    assert "1. Address" in said
