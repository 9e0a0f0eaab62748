"""The content store as an app sees it: what it has, and what changes by what an editor does."""

import json
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from api.models import Document
from api.store.reconcile import reconcile
from api.store.sequencer import flush
from newsletters.models import IssuePage


@pytest.fixture
def get(reader: Client) -> Callable[..., dict]:
    """`get("issues/", locale="ko")`: the JSON of a good answer."""

    def asked(path: str, /, **query: object) -> dict:
        response = reader.get(f"/api/v1/{path}", query)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    return asked


class Changes:
    """What changed since the last call: {"ko issue october-2020": "upsert" | "delete"}."""

    def __init__(self) -> None:
        self.seq = 0
        self.settle()

    def settle(self) -> None:
        """What was changed by now is not asked about."""
        flush(deferred=True)
        self.seq = newest()

    def __call__(self) -> dict[str, str]:
        """Nothing was missed: rendering everything again must find no further difference."""
        flush(deferred=True)
        rows = Document.objects.filter(seq__gt=self.seq).order_by("seq")
        found = {name_of(row): "delete" if row.gone else "upsert" for row in rows}
        self.seq = newest()
        assert reconcile() == 0, "a change was missed"
        return found


@pytest.fixture
def changes(known_names) -> Changes:
    """Of the content store, from now on."""
    return Changes()


def newest() -> int:
    return Document.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


names: dict[int, str] = {}


def name_of(document: Document) -> str:
    """A name for people; a tombstone has none of its own any more."""
    if not document.gone:
        data = json.loads(document.payload)
        said = data.get("short_name") or data.get("slug") or data.get("name")
        names[document.pk] = f"{document.locale} {document.type} {said}"
    return names.get(document.pk, f"{document.locale} {document.type}")


@pytest.fixture
def known_names(db) -> None:
    """Learn what everything is called before it changes."""
    for document in Document.objects.all():
        name_of(document)


@pytest.fixture
def report(db):
    """A file in the library."""
    return get_document_model().objects.create(
        title="Report", file=ContentFile(b"words", name="report.txt")
    )


@pytest.fixture
def linker(db, publish, issue, report) -> IssuePage:
    """The English issue of January 2021, its first text now linking to October's and to a file."""
    page = IssuePage.objects.get(slug="january-2021", locale__language_code="en")
    raw = [dict(block) for block in page.body.raw_data]
    links = (
        f'<p>See <a linktype="page" id="{issue.pk}">October</a> and '
        f'<a linktype="document" id="{report.pk}">the report</a>.</p>'
    )
    raw.append({"type": "text", "id": "links", "value": {"text": links}})
    return publish(page, body=raw)


def links_of(page: IssuePage) -> list:
    """Where the links of `linker` lead, as the API says it: targets of nodes."""
    payload = json.loads(Document.objects.get(kind="page", object_id=page.pk).rich)
    block = payload["body"][-1]
    children = block["value"]["text"]["nodes"][0]["children"]
    return [child["target"] for child in children if child["type"] == "link"]


class Offline:
    """A client that keeps a copy, as the documentation says."""

    def __init__(self, reader: Client, locale: str = "ko") -> None:
        self.reader, self.query = reader, {"locale": locale}
        self.copy: dict[tuple, dict] = {}

    def update(self, limit: int = 7) -> list[str]:
        operations = []
        while True:
            page = self.reader.get("/api/v1/sync/", {**self.query, "limit": limit}).json()
            for item in page["items"]:
                operations.append(item["op"])
                identity = (item["type"], item["key"])
                if item["op"] == "delete":
                    self.copy.pop(identity, None)
                else:
                    self.copy[identity] = item["data"]
            self.query = {"token": page["next_token"]}
            if not page["has_more"]:
                return operations
