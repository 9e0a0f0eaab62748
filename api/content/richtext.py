"""Rich text as HTML with absolute addresses, as nodes for native apps, and as plain text."""

import re
from html.parser import HTMLParser
from typing import Any, Protocol

from django.conf import settings
from wagtail.rich_text import expand_db_html

from api.content.schema import (
    BOOLEAN,
    EXTENSIBLE,
    INTEGER,
    LOCALE,
    STRING,
    UUID,
    Schema,
    array,
    closed,
    nullable,
    ref,
)
from publishing.links import number
from publishing.sanitize import clean_url

BLOCKS = {
    "p": "paragraph",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "ul": "list",
    "ol": "list",
    "li": "list_item",
}
MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
LINK = re.compile(r'<a\b[^>]*\blinktype="(page|document)"[^>]*>')
NUMBER = re.compile(r'\bid="(\d{1,18})"')
# Relative addresses in the markup of our own templates; in srcset each candidate starts anew
ADDRESS = re.compile(r'(\s(?:href|src)=")/(?!/)')
SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')


class Links(Protocol):
    """What rich text may point to; None if it must not be shown."""

    def page(self, pk: int) -> dict[str, Any] | None:
        """A PageLink."""

    def document(self, pk: int) -> dict[str, Any] | None:
        """A file: id, title and url at least."""


def linked_pages(source: str) -> set[int]:
    """The primary keys of the pages that a stored rich text links to."""
    return linked(source, "page")


def linked_documents(source: str) -> set[int]:
    """The primary keys of the files."""
    return linked(source, "document")


def linked(source: str, kind: str) -> set[int]:
    """The primary keys in links of one kind."""
    found = set()
    for match in LINK.finditer(source):
        if match[1] == kind and (pk := NUMBER.search(match[0])):
            found.add(int(pk[1]))
    return found


def rich_text(source: str, links: Links) -> dict[str, Any] | None:
    """A RichText; None if there is nothing in it. Links come from publishing.links."""
    found = nodes(source, links)
    if not found:
        return None
    return {"html": absolute(html(source), settings.PUBLIC_URL), "nodes": found}


def html(source: str) -> str:
    """Stored rich text as browsers understand it."""
    return re.sub(r'\sdata-block-key="[^"]*"', "", expand_db_html(source))


def absolute(markup: str, base: str) -> str:
    """Markup whose addresses within the site begin with `base`."""
    markup = ADDRESS.sub(lambda match: f"{match[1]}{base}/", markup)
    return SRCSET.sub(
        lambda match: match[1] + re.sub(r"(^|,\s*)/(?!/)", rf"\1{base}/", match[2]) + '"', markup
    )


def nodes(source: str, links: Links) -> list[dict[str, Any]]:
    """Stored rich text as a tree of RichNode."""
    parser = Tree(links)
    parser.feed(source)
    parser.close()
    return parser.root


class Tree(HTMLParser):
    """Builds nodes; whatever is left open is closed by what it stands in."""

    def __init__(self, links: Links) -> None:
        super().__init__(convert_charrefs=True)
        self.links = links
        self.root: list[dict] = []
        self.open: list[tuple[str, list[dict]]] = [("", self.root)]
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a node or a mark."""
        if tag in MARKS:
            self.marks.append(MARKS[tag])
        elif tag in BLOCKS:
            self.push(tag, block_node(tag))
        elif tag == "a":
            given = {name: value or "" for name, value in attrs}
            self.push(tag, {"type": "link", "target": target(given, self.links), "children": []})
        elif tag in ("br", "hr"):
            self.children.append({"type": "break" if tag == "br" else "rule"})

    def handle_endtag(self, tag: str) -> None:
        """Close it, with everything left open inside."""
        if tag in MARKS:
            if MARKS[tag] in self.marks:
                self.marks.remove(MARKS[tag])
            return
        for level in range(len(self.open) - 1, 0, -1):
            if self.open[level][0] == tag:
                del self.open[level:]
                return

    def handle_data(self, data: str) -> None:
        """Words; white space between blocks is none."""
        between = self.open[-1][0] in ("", "ul", "ol")
        if not data or (between and not data.strip()):
            return
        node: dict[str, Any] = {"type": "text", "text": data}
        if self.marks:
            node["marks"] = sorted(set(self.marks))
        self.children.append(node)

    @property
    def children(self) -> list[dict]:
        """Where the next node goes."""
        return self.open[-1][1]

    def push(self, tag: str, node: dict[str, Any]) -> None:
        """Add a node and put what follows into it."""
        if len(self.open) > 50:  # nobody writes that: no client should have to recurse into it
            return
        self.children.append(node)
        self.open.append((tag, node["children"]))


def block_node(tag: str) -> dict[str, Any]:
    """An empty node of a block."""
    node: dict[str, Any] = {"type": BLOCKS[tag]}
    if tag[0] == "h":
        node["level"] = int(tag[1])
    if tag in ("ul", "ol"):
        node["ordered"] = tag == "ol"
    return {**node, "children": []}


def target(attrs: dict[str, str], links: Links) -> dict[str, Any] | None:
    """Where a link leads: a LinkTarget, or None if that may not be shown."""
    match attrs.get("linktype"):
        case "page":
            page = links.page(number(attrs))
            return page and {"kind": "page", **page}
        case "document":
            found = links.document(number(attrs))
            return found and {"kind": "document", **{k: found[k] for k in ("id", "title", "url")}}
    url = clean_url(attrs.get("href", "")).strip()
    return {"kind": "external", "url": url} if url else None


LINES = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "figure",
    "figcaption", "blockquote", "article", "section", "header", "footer", "table", "tr", "hr",
    "br", "details", "summary", "nav",
}  # fmt: skip
SILENT = {"script", "style", "svg", "template"}
VOID = {"br", "hr", "img", "input", "meta", "link", "source", "wbr"}


def text(markup: str, *, alts: bool = True) -> str:
    """The words of rendered HTML: a line per paragraph, `- ` before list items, alt for images.

    What only helps to use a page (`data-control`), such as “Play the video”, is none of them.
    """
    reader = Words(alts)
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return "\n".join(line for line in lines if line and line != "-")


class Words(HTMLParser):
    """Gathers what a screen reader would say."""

    def __init__(self, alts: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.alts = alts
        self.said: list[str] = []
        self.silent: list[str] = []  # the tags open since something began that is not said

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line, a list item, an image, or the beginning of silence."""
        given = dict(attrs)
        hidden = given.get("aria-hidden") == "true" or "data-control" in given
        if self.silent or tag in SILENT or hidden:
            if tag not in VOID:
                self.silent.append(tag)
            return
        if tag in LINES:
            self.said.append("\n- " if tag == "li" else "\n")
        if tag == "img" and self.alts:
            self.said.append(f" {given.get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        """The end of a line, or of silence."""
        if self.silent:
            if tag in self.silent:
                del self.silent[len(self.silent) - 1 - self.silent[::-1].index(tag) :]
        elif tag in LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Words; a line break in the markup is a space."""
        if not self.silent:
            self.said.append(data.replace("\n", " "))


def node(name: str, description: str, children: bool = True, **properties: Schema) -> Schema:
    """The schema of one type of node."""
    found = {"type": {**STRING, "const": name}, **properties}
    found |= {"children": array(ref("RichNode"))} if children else {}
    return closed(found, description=description)


NODES: dict[str, Schema] = {
    "paragraph": node("paragraph", "A paragraph."),
    "heading": node("heading", "A heading; `level` 2 is the highest.", level=INTEGER),
    "list": node("list", "A list, `ordered` if it is numbered.", ordered=BOOLEAN),
    "list_item": node("list_item", "One item of a list."),
    "rule": node("rule", "A line between parts.", children=False),
    "break": node("break", "A line ends here, within a paragraph.", children=False),
    "link": node(
        "link",
        "A link; without a `target` what it led to is not public: show the words alone.",
        target=nullable(ref("LinkTarget")),
    ),
    "text": closed(
        {"type": {**STRING, "const": "text"}, "text": STRING},
        optional={"marks": array({**STRING, EXTENSIBLE: sorted(set(MARKS.values()))})},
        description="Words, with the `marks` that they are set in.",
    ),
}
SCHEMAS: dict[str, Schema] = {
    "RichText": {
        "type": "object",
        "description": "Rich text in the forms that `rich_text` asks for.",
        "properties": {"html": STRING, "nodes": array(ref("RichNode"))},
    },
    "LinkTarget": closed(
        {"kind": {**STRING, EXTENSIBLE: ["page", "document", "external"]}, "url": STRING},
        optional={"id": INTEGER, "key": UUID, "type": STRING, "locale": LOCALE, "title": STRING},
        description="Where a link leads.",
    ),
}
