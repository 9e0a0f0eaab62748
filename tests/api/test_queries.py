"""How a client goes on: keys in any form, cursors, tokens, `next`, and what an ETag names."""

import pytest

from api.v1 import cursors
from newsletters.models import Organisation

LISTS = (
    "issues/?locale=en",
    "issues/?locale=ko&fallback=en&fields=full&rich_text=nodes",
    "organisations/?locale=ko&fields=full&rich_text=html,nodes",
    "entries/?locale=en&kind=news,interview&fields=full&rich_text=nodes",
    "entries/?locale=ko&from=2020-01-01&to=2021-12-31",
    "events/?locale=en&when=past&fields=full",
    "search/?q=인권&locale=all&kind=news,issue",
)


def refused(reader, path: str) -> tuple[str, str]:
    """Which parameter a request is refused for, and why."""
    answer = reader.get(f"/api/v1/{path}")
    assert answer.status_code == 400, path
    assert answer.json()["type"].endswith("#invalid-cursor")
    (error,) = answer.json()["errors"]
    return error["parameter"], error["detail"]


def test_a_key_in_capital_letters_leads_to_its_document(reader, get, issue):
    organisation = Organisation.objects.get(short_name="ECRE", locale__language_code="en")
    key, other = str(issue.translation_key), str(organisation.translation_key)
    for path, query in [
        ("issues/{}/", {"locale": "en"}),
        ("issues/{}/", {"locales": "en,ko"}),
        ("pages/{}/", {"locale": "ko"}),
        ("entries/", {"locale": "en", "issue": "{}"}),
    ]:
        small, capital = (
            get(path.format(form), **{n: v.format(form) for n, v in query.items()})
            for form in (key, key.upper())
        )
        capital.pop("next", None), small.pop("next", None)
        capital.pop("next_cursor", None), small.pop("next_cursor", None)
        assert capital == small, path
    assert get(f"organisations/{other.upper()}/", locale="en")["key"] == other
    assert get("entries/", locale="en", organisation=other.upper())["items"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_goes_on_as_it_began(reader, get, path):
    whole = get(f"{path}&limit=5")["items"]
    assert len(whole) > 2
    first = get(f"{path}&limit=1")
    assert first["items"] == whole[:1]
    address = path.partition("?")[0]
    alone = get(address, cursor=first["next_cursor"], limit=2)
    assert alone["items"] == whole[1:3]
    assert get(f"{path}&limit=2&cursor={first['next_cursor']}") == alone
    found, following = list(first["items"]), first["next"]
    while following and len(found) < len(whole):
        assert following.startswith(f"http://testserver/api/v1/{address}?")
        page = reader.get(following).json()
        assert len(page["items"]) == 1, "next repeats the limit, too"
        found += page["items"]
        following = page["next"]
    assert found == whole


def test_a_cursor_is_good_for_its_own_list_only(reader, get):
    cursor = get("organisations/?locale=en&limit=1")["next_cursor"]
    name, why = refused(reader, f"issues/?locale=en&cursor={cursor}")
    assert name == "cursor"
    assert "/api/v1/organisations/" in why
    for changed, said in [
        ("locale=ko", "locale=en"),
        ("fields=full", "without fields"),
        ("rich_text=nodes", "without rich_text"),
    ]:
        name, why = refused(reader, f"organisations/?{changed}&cursor={cursor}")
        assert (name, said in why) == (changed.partition("=")[0], True)
    same = f"organisations/?locale=en&fields=summary&rich_text=html&cursor={cursor}"
    assert reader.get(f"/api/v1/{same}").status_code == 200
    forged = cursors.encode(["issues/", {"locale": "xx"}, "2020"])
    answer = reader.get(f"/api/v1/issues/?cursor={forged}")
    assert [error["parameter"] for error in answer.json()["errors"]] == ["locale"]


@pytest.mark.parametrize("form", ["html", "nodes", "html,nodes"])
def test_a_copy_keeps_the_form_that_it_began_with(reader, get, form):
    first = get("sync/", locale="ko", limit=9, rich_text=form)
    assert first["has_more"]
    second = get("sync/", token=first["next_token"], limit=9)
    assert second == get("sync/", token=first["next_token"], limit=9, rich_text=form)
    addressed = reader.get(first["next"]).json()
    assert addressed["items"] == second["items"], "next repeats limit and form"
    (issue, *_more) = [
        item["data"] for item in first["items"] + second["items"] if item["type"] == "issue"
    ]
    letter = next(block for block in issue["body"] if block["type"] == "letter")
    assert set(letter["value"]["text"]) == set(form.split(","))
    other = "html" if form == "nodes" else "nodes"
    for name, value in (("rich_text", other), ("locale", "en")):
        path = f"sync/?token={second['next_token']}&{name}={value}"
        said, why = refused(reader, path)
        assert (said, "began with" in why) == (name, True)


def test_an_etag_names_all_that_its_answer_depends_on(reader, issue):
    """A client that mixes up addresses is not told “unchanged” of other words."""
    key = issue.translation_key
    paths = [
        f"issues/{key}/?locale=en",
        f"issues/{key}/?locale=en&rich_text=nodes",
        f"pages/{key}/?locale=en",
        "lookup/?path=/newsletters/october-2020/",
        f"issues/{key}/?locale=en&fallback=ko",
        *LISTS,
        "issues/?locale=en&limit=2",
        "issues/?locale=en&fields=full",
        "issues/?locale=en&year=2020",
        "sync/?locale=en&limit=3",
        "sync/?locale=en&limit=4",
        "sync/?locale=en&limit=3&rich_text=nodes",
    ]
    tags = [reader.get(f"/api/v1/{path}")["ETag"] for path in paths]
    assert len(set(tags)) == len(paths)
    assert tags == [reader.get(f"/api/v1/{path}")["ETag"] for path in paths]


def test_a_sync_that_has_no_more_is_another_answer(reader, get, publish, issue):
    """The same items, and nothing after them by now: whoever has the old one must be told."""
    token = get("sync/?locale=en&limit=100")["next_token"]
    publish(issue, title="One")
    path = f"/api/v1/sync/?token={token}&limit=1"
    first = reader.get(path)
    while first.json()["has_more"]:
        path = first.json()["next"]
        first = reader.get(path)
    other = issue.get_next_siblings().live().first().specific
    publish(other, title="Two")
    again = reader.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_a_list_of_values_may_repeat_its_name(get, issue):
    """As clients write it that take OpenAPI's default for the only form."""
    for path, name, values in (
        (f"issues/{issue.translation_key}/", "locales", ["en", "ko"]),
        ("entries/", "kind", ["event", "interview"]),
        ("search/", "kind", ["news", "issue"]),
    ):
        query = {"locale": "en"} if name == "kind" else {}
        query |= {"q": "rights"} if path == "search/" else {}
        repeated = get(path, **query, **{name: values})
        assert without_links(repeated) == without_links(
            get(path, **query, **{name: ",".join(values)})
        )


def without_links(answer: dict) -> dict:
    return {name: value for name, value in answer.items() if name not in ("next", "self")}
