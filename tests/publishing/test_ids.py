"""Ids of blocks and list items: UUIDs that nobody else has, whoever wrote them and however."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Comment, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from localization.publish import publish_translation
from localization.repair import repair_block_ids
from newsletters.blocks import IssueBody
from newsletters.models import IssuePage, NewsletterIndexPage
from publishing.ids import ids_in, renewed, with_ids
from publishing.models import BlockId
from tests.localization.conftest import (  # noqa: F401 - add_issue is a fixture
    add_issue,
    block,
    in_korean,
    into_korean,
    text,
    translate,
)

GOOD = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
SCRIPT = '"><script>alert(1)</script>'
FORMS: dict[str, Any] = {
    "empty": "",
    "null": None,
    "number": 5,
    "letters": "x" * 40,
    "markup": SCRIPT,
    "capitals": "A057D7FD-0B3C-4B5A-9A55-4C6E6F0B8B11",
    "no hyphens": "b057d7fd0b3c4b5a9a554c6e6f0b8b11",
    "surrogate": "a\ud800b",
    "nul": "a\0b",
    "double": GOOD,
    "same first digits": f"{GOOD[:8]}-0000-4000-8000-000000000000",
}
BODY = IssuePage._meta.get_field("body")


def whole() -> list[dict]:
    """The stored form of one block of every kind, each with items in its lists."""
    link = {"label": "L", "url": "https://example.org/"}
    more = {
        "event": {"materials": [link], "organisers": [None]},
        "interview": {"questions": [{"question": "Q?", "answer": "<p>A.</p>"}]},
        "news": {"sources": [link]},
        "cso_list": {"organisations": [{"organisation": None, "text": "T"}]},
        "links": {"links": [{**link, "description": ""}]},
    }
    raw = []
    for name, kind in IssueBody().child_blocks.items():
        values = {**kind.get_prep_value(kind.get_default()), **more.get(name, {})}
        raw.append({"type": name, "id": str(uuid4()), "value": values})
    return with_ids(BODY.stream_block, raw, lambda old, place: str(uuid4()), "body")


def examples() -> list[dict]:
    """One finished block of every kind."""
    kinds = IssueBody().child_blocks.items()
    found = [
        {"type": name, "id": "", "value": kind.get_prep_value(kind.get_preview_value())}
        for name, kind in kinds
    ]
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder))


def places() -> list[str]:
    """Where ids are, in blocks and lists."""
    found: list[str] = []
    with_ids(BODY.stream_block, whole(), lambda old, place: found.append(place), "body")
    return found


def identities(raw: list) -> list:
    return ids_in({BODY: raw})


def assert_good(raw: list) -> None:
    ids = identities(raw)
    assert [str(UUID(identity)) for identity in ids] == ids
    assert len({identity[:8] for identity in ids}) == len(ids)


def everything_bad(raw: list) -> list:
    """The blocks with one bad id after the other, and the good one that some are like."""
    forms: Iterator = iter([GOOD, *FORMS.values()] * 10)
    return with_ids(BODY.stream_block, raw, lambda old, place: next(forms), "body")


@pytest.mark.parametrize("form", FORMS)
def test_a_bad_id_anywhere_is_replaced_and_no_other(form):
    raw, key = whole(), uuid4()
    assert len(places()) == 18, "twelve blocks, and the items of their lists"
    for bad in places()[1:]:
        broken = with_ids(
            BODY.stream_block,
            raw,
            lambda old, place, bad=bad: FORMS[form] if place == bad else old,
            "body",
        )
        broken[0]["id"] = GOOD
        mended = renewed({BODY: broken}, key)[0][BODY]
        assert_good(mended)
        changed = [
            place
            for place, old, new in zip(
                places(), identities(broken), identities(mended), strict=True
            )
            if old != new
        ]
        assert changed == [bad]
        assert renewed({BODY: mended}, key)[0][BODY] == mended, "once and for all"
        assert renewed({BODY: broken}, key)[0][BODY] == mended, "the same at every try"


def test_missing_ids_do_not_take_those_of_blocks_further_down():
    key = uuid4()
    first = renewed({BODY: [{"type": "heading", "value": {}}]}, key)[0][BODY]
    both = renewed({BODY: [{"type": "heading", "value": {}}, *first]}, key)[0][BODY]
    assert both[1] == first[0]
    assert_good(both)


def test_list_items_of_old_get_an_envelope():
    raw = [{"type": "news", "id": GOOD, "value": {"sources": [{"label": "L", "url": ""}]}}]
    item = renewed({BODY: raw}, uuid4())[0][BODY][0]["value"]["sources"][0]
    assert item["value"] == {"label": "L", "url": ""}
    assert_good(renewed({BODY: raw}, uuid4())[0][BODY])


# ── Every way of saving ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def bad(add_issue) -> IssuePage:  # noqa: F811
    """A page in memory whose blocks have bad ids of every form."""
    page = add_issue()
    page.body = json.dumps(everything_bad(whole()))
    return page


def by_row(page: IssuePage) -> list:
    page.save()
    return IssuePage.objects.get(pk=page.pk).body.raw_data


def by_draft(page: IssuePage) -> list:
    page.save_revision(clean=False)
    return json.loads(Revision.objects.latest("pk").content["body"])


def by_hand_made_revision(page: IssuePage) -> list:
    return json.loads(page.serializable_data()["body"])


def by_publishing(page: IssuePage) -> list:
    """A revision that a program wrote into the database, published later."""
    revision = page.save_revision(clean=False)
    bad = everything_bad(examples())
    body = json.dumps(bad).replace("\\u0000", "0").replace("\\ud800", "8")
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "body": body})
    Revision.objects.get(pk=revision.pk).publish()
    return IssuePage.objects.get(pk=page.pk).body.raw_data


def by_import(page: IssuePage) -> list:
    new = IssuePage(title="N", slug="n", summary="S", locale=page.locale, body=page.body)
    new.edition_date = page.edition_date
    NewsletterIndexPage.objects.get(locale=page.locale).add_child(instance=new)
    return IssuePage.objects.get(pk=new.pk).body.raw_data


WAYS = [by_row, by_draft, by_hand_made_revision, by_publishing, by_import]


@pytest.mark.parametrize("way", WAYS)
def test_bad_ids_are_replaced_whoever_writes_them(bad, way: Callable):
    stored = way(bad)
    assert len(stored) == 12
    assert_good(list(stored))


def test_the_editors_form(editor, add_issue, admin_user):  # noqa: F811
    """An id that was written into a hidden field; the same form is sent twice, with a comment."""
    page = add_issue(text(GOOD, "<p>One.</p>"))
    comment = Comment.objects.create(
        page=page, user=admin_user, text="Hm", contentpath=f"body.{SCRIPT}.text"
    )
    blocks = [
        {"type": "text", "value": {"text": rich_text(f"<p>{name}</p>")}, "id": identity}
        for name, identity in (("One", GOOD), ("Two", GOOD), ("Three", SCRIPT), ("Four", ""))
    ]
    stream = streamfield([(b["type"], b["value"]) for b in blocks])
    stream |= {f"{i}-id": b["id"] for i, b in enumerate(blocks)} if isinstance(stream, dict) else {}
    data = nested_form_data(
        {"title": "Spring", "slug": "spring", "edition_date": "2026-03-01", "summary": "S"}
        | {"body": stream}
    )
    data |= {
        "comments-TOTAL_FORMS": 1,
        "comments-INITIAL_FORMS": 1,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
        "comments-0-id": comment.pk,
        "comments-0-text": "Hm",
        "comments-0-contentpath": comment.contentpath,
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
        "comments-0-replies-MIN_NUM_FORMS": 0,
        "comments-0-replies-MAX_NUM_FORMS": "",
    }
    seen = []
    for _time in "12":
        response = editor.post(f"/admin/pages/{page.pk}/edit/", data)
        assert response.status_code == 302, response.context["form"].errors
        draft = IssuePage.objects.get(pk=page.pk).get_latest_revision_as_object()
        raw = draft.body.stream_block.get_prep_value(draft.body)
        assert [block["value"]["text"].count("</p>") for block in raw] == [1] * 4
        assert_good(raw)
        seen.append([block["id"] for block in raw][:3])
        comment.refresh_from_db()
        assert comment.contentpath == f"body.{raw[2]['id']}.text"
    assert seen[0] == seen[1]
    assert seen[0][0] == GOOD
    html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert SCRIPT not in html


# ── Other pages ──────────────────────────────────────────────────────────────────────────────


def test_the_first_page_keeps_an_id_and_every_other_gets_a_new_one(add_issue):  # noqa: F811
    first = add_issue(text(GOOD, "<p>One.</p>"))
    second = add_issue(text(GOOD, "<p>Two.</p>"), slug="second", title="Second")
    assert first.body[0].id == GOOD != second.body[0].id
    again = IssuePage.objects.get(pk=first.pk)
    again.save()
    assert again.body[0].id == GOOD
    assert BlockId.objects.get(pk=GOOD).owner == first.translation_key


def test_translations_share_their_ids(add_issue):  # noqa: F811
    page = add_issue(text(GOOD, "<p>One.</p>"), text("b", "<p>Two.</p>"))
    translate(page)
    publish_translation(into_korean(page))
    assert [b.id for b in in_korean(page).body] == [b.id for b in page.body]


def test_a_copy_has_ids_of_its_own_and_so_has_a_mirror(add_issue):  # noqa: F811
    page = add_issue(*everything_bad(examples())[:4])
    before = [b.id for b in page.body]
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    mirror = page.create_alias(update_slug="mirror")
    for other in (copy, mirror):
        other = IssuePage.objects.get(pk=other.pk)
        assert not {b.id for b in other.body} & set(before)
        assert len(other.body) == len(before)
    draft = IssuePage.objects.get(pk=copy.pk).get_latest_revision_as_object()
    assert [b.id for b in draft.body] == [b.id for b in IssuePage.objects.get(pk=copy.pk).body]
    mirrored = [b.id for b in IssuePage.objects.get(pk=mirror.pk).body]
    page.save_revision().publish()
    assert [b.id for b in IssuePage.objects.get(pk=mirror.pk).body] == mirrored
    assert [b.id for b in IssuePage.objects.get(pk=page.pk).body] == before


def test_ids_are_free_again_when_the_last_language_is_deleted(add_issue):  # noqa: F811
    page = add_issue(text(GOOD, "<p>One.</p>"))
    in_korean(page).delete()
    assert BlockId.objects.filter(pk=GOOD).exists()
    page.delete()
    assert not BlockId.objects.filter(pk=GOOD).exists()


def test_it_costs_one_query_however_long_the_page_is(add_issue, django_assert_num_queries):  # noqa: F811
    from publishing.models import claim_ids

    page = add_issue(*examples())
    with django_assert_num_queries(1):
        claim_ids(IssuePage(translation_key=page.translation_key, body=page.body))


# ── Translations follow ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def translated(add_issue, publish) -> IssuePage:  # noqa: F811
    """An issue in both languages; its list was stored without ids, one block without a UUID."""
    sources = [{"label": "A ruling", "url": "https://example.org/"}]
    news = block("news", "n", headline="News", text="<p>Words.</p>", sources=sources)
    page = add_issue(text("t", "<p>One.</p>"), text("u", "<p>Two.</p>"), news)
    translate(page)
    publish_translation(into_korean(page))
    return page


def words(page: IssuePage) -> list[str]:
    korean = in_korean(page)
    found = [korean.body[i].value["text"].source for i in (0, 1)]
    return [*found, korean.body[2].value["sources"][0]["label"]]


KOREAN = ["<p>한 One.</p>", "<p>한 Two.</p>", "한 A ruling"]


def without_block_keys(found: list[str]) -> list[str]:
    return [re.sub(r' data-block-key="\w+"', "", text) for text in found]


def test_translations_follow_ids_that_an_editor_changed(translated, publish):
    raw = translated.body.stream_block.get_prep_value(translated.body)
    raw[0]["id"] = raw[1]["id"]  # the trial's hidden field
    raw[2]["id"] = "another"
    page = publish(translated, body=raw)
    assert without_block_keys(words(page)) == KOREAN
    assert [b.id for b in in_korean(page).body] == [b.id for b in page.body]


def test_reconcile_mends_what_is_stored(translated):
    raw = everything_bad(translated.body.stream_block.get_prep_value(translated.body))
    del raw[2]["value"]["sources"][0]["id"]
    raw = json.loads(json.dumps(raw).replace("\\u0000", "0").replace("\\ud800", "8"))
    IssuePage.objects.filter(pk=translated.pk).update(body=json.dumps(raw))
    call_command("reconcile", verbosity=0)
    page = IssuePage.objects.get(pk=translated.pk)
    assert_good(list(page.body.raw_data))
    assert repair_block_ids() == 0


def test_what_is_stored_badly_in_every_language_is_mended_alike(translated, publish):
    raw = translated.body.stream_block.get_prep_value(translated.body)
    raw[0]["id"] = raw[1]["id"]
    korean_raw = json.loads(json.dumps(raw))
    for new, old in zip(korean_raw, in_korean(translated).body.raw_data, strict=True):
        new["value"] = old["value"]
    for page, stored in ((translated, raw), (in_korean(translated), korean_raw)):
        page.latest_revision.content["body"] = json.dumps(stored)
        page.latest_revision.save()
        IssuePage.objects.filter(pk=page.pk).update(body=json.dumps(stored))
    assert repair_block_ids() > 0
    english = IssuePage.objects.get(pk=translated.pk)
    korean = in_korean(translated)
    for page in (english, korean, *(p.get_latest_revision_as_object() for p in (english, korean))):
        assert_good(list(page.body.raw_data))
        assert [b.id for b in page.body] == [b.id for b in english.body]
    assert without_block_keys(words(english)) == KOREAN
    publish(english, title="Another title")
    assert without_block_keys(words(english)) == KOREAN


# ── Text that no database can store ──────────────────────────────────────────────────────────


def test_text_that_cannot_be_stored_is_cleaned(add_issue):  # noqa: F811
    quote = block("quote", "q", quote="a\0b\ud800c", attribution="x\0")
    page = add_issue(quote, text("t", "<p>a\0b\udfffc</p>"), title="T\0itle")
    page.summary = "S\ud800."
    page.save()
    page = IssuePage.objects.get(pk=page.pk)
    assert (page.title, page.summary) == ("Title", "S.")
    assert page.body[0].value["quote"] == "abc"
    assert page.body[1].value["text"].source == "<p>abc</p>"
