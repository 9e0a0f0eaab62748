"""docs/api.md, whose every example is run, and the page that the API has of itself."""

import json
import re
from html.parser import HTMLParser

import pytest

from api.http.problems import PROBLEMS
from api.v1.endpoint import endpoints
from kensite import api
from tests.conftest import ROOT

assert api.v1, "imported for its endpoints"
GUIDE = (ROOT / "docs" / "api.md").read_text()
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.S)
ANYTHING = "…"


def examples() -> list[tuple[str, str]]:
    """Every request of the guide and the JSON that is said to follow (empty if there is none)."""
    blocks = FENCE.findall(GUIDE)
    return [
        (words, blocks[n + 1][1] if n + 1 < len(blocks) and blocks[n + 1][0] == "json" else "")
        for n, (kind, words) in enumerate(blocks)
        if kind == "http"
    ]


def agrees(said: object, found: object) -> bool:
    """Whether an answer is what the guide says; it may leave out properties and items."""
    if isinstance(said, dict):
        return isinstance(found, dict) and all(
            name in found and agrees(value, found[name]) for name, value in said.items()
        )
    if isinstance(said, list):
        pairs = zip(said, found, strict=False)
        return len(said) <= len(found) and all(agrees(one, other) for one, other in pairs)
    return said in (ANYTHING, found)


@pytest.mark.parametrize(("request_words", "answer"), examples())
def test_every_example_is_true(reader, issue, request_words, answer):
    first, *headers = request_words.strip().splitlines()
    _get, path, *status = first.replace("#", "").split()
    path = path.replace("{key}", str(issue.translation_key))
    if "{token}" in path:
        token = reader.get("/api/v1/sync/?locale=ko&limit=100").json()["next_token"]
        path = path.replace("{token}", token)
    sent = dict(line.split(": ", 1) for line in headers)
    if "If-None-Match" in sent:
        sent["If-None-Match"] = reader.get(path)["ETag"]
    response = reader.get(path, headers=sent)
    assert response.status_code == int(status[0] if status else 200), response.content
    if answer:
        assert agrees(json.loads(answer), response.json()), response.content.decode()[:2000]


def test_the_recipe_for_reading_offline_works(reader, issue, publish):
    (recipe,) = [words for kind, words in FENCE.findall(GUIDE) if kind == "python"]
    given = {"get": lambda path: reader.get(path).json()}
    exec(recipe, given)
    copy, token = given["update"]({}, "", "ko")
    assert len(copy) == 18
    publish(issue, title="Changed")
    again, token = given["update"](copy, token, "ko")
    tomorrow = {"op": "moved", "type": "issue", "key": "x", "locale": "ko", "seq": 1}
    answer = {"items": [tomorrow], "has_more": False, "next_token": token}
    given["get"] = lambda path: answer
    assert given["update"](dict(again), token, "ko") == (again, token)
    key = ("issue", str(issue.translation_key))
    assert again[key] == reader.get(f"/api/v1/issues/{key[1]}/?locale=ko").json()


def test_the_guide_names_every_endpoint():
    for each in endpoints():
        assert f"/api/v1/{each.path}".split("{")[0] in GUIDE, each.path


class Page(HTMLParser):
    """What a page links to and has."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(words)

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links |= {value for name, value in attrs if name == "href"}


def test_the_page_explains_every_endpoint_type_and_problem(reader, db):
    response = reader.get("/api/v1/docs/")
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert len(page.ids) == len(set(page.ids))
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors <= set(page.ids)
    assert set(page.ids) > {each.operation for each in endpoints()} | PROBLEMS.keys()
    assert "schema-Issue" in page.ids
    assert not re.search(r"</?[a-z]+>", page.text), "tags are shown as text"
    assert "`" not in page.text, "names are shown as code"
    assert "script" not in page.tags
    assert "style" not in page.tags
    assert "default-src" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
