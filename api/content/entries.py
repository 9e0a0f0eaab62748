"""The blocks of an issue: each as JSON with its HTML and text, and as an entry of its own."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.blocks import StreamValue

from api.content import blocks, richtext
from api.content.references import References, Scope, page_link
from localization.published import PassageTranslation, PublishedState, PublishedTranslation
from newsletters.models import IssuePage

EXCERPT = 240


@dataclass
class RenderedEntry:
    """See api.models.Entry; `data` is the whole JSON, its `block` what a summary leaves out."""

    block_id: str
    kind: str
    position: int
    title: str
    text: str
    first_day: date | None
    last_day: date | None
    over_at: datetime | None
    sort: str
    data: dict[str, Any]
    organisations: set[UUID] = field(default_factory=set)


def render_blocks(
    page: IssuePage, scope: Scope, translated: PublishedTranslation
) -> list[dict[str, Any]]:
    """Every block with its typed value, and as HTML and text for apps that do not know its type."""
    return [render_block(page, child, scope, translated) for child in page.body]


def render_block(
    page: IssuePage, child: StreamValue.StreamChild, scope: Scope, translated: PublishedTranslation
) -> dict[str, Any]:
    """One block."""
    html = richtext.absolute(child.render({"page": page}).strip(), settings.PUBLIC_URL)
    return {
        "id": child.id or "",
        "type": child.block_type,
        "value": blocks.serialise(child.block, child.value, scope),
        "html": html,
        "text": richtext.text(html),
        "translation": passage_translation(child.id, translated),
    }


def passage_translation(block_id: str, translated: PublishedTranslation) -> dict[str, Any]:
    """The state of one block; without any words of its own it needs no translation."""
    wordless = PassageTranslation(PublishedState.COMPLETE, source_changed=False)
    by_itself = translated.state in (PublishedState.SOURCE, PublishedState.MANUAL)
    passage = translated if by_itself else translated.passages.get(block_id, wordless)
    return {
        "state": str(passage.state),
        "source_locale": translated.source_locale,
        "source_changed": passage.source_changed,
    }


def entry(
    page: IssuePage,
    child: StreamValue.StreamChild,
    block: dict[str, Any],
    position: int,
    scope: Scope,
) -> RenderedEntry:
    """The entry of a block that was rendered."""
    dates = child.block.entry_dates(child.value)
    if dates and dates.over_at:
        scope.note(dates.over_at + timedelta(seconds=1))
    first = dates.first_day if dates else page.edition_date
    last = dates.last_day if dates else page.edition_date
    organisations = named_organisations(child, scope)
    title = child.block.entry_title(child.value)
    data = {
        "id": block["id"],
        "key": str(page.translation_key),
        "locale": page.locale.language_code,
        "kind": child.block_type,
        "title": title,
        "excerpt": excerpt(child.block.entry_teaser(child.value) or block["text"]),
        "url": f"{page.get_full_url()}#{block['id']}",
        "position": position,
        "first_day": first,
        "last_day": last,
        "dates": dates
        and {
            "precision": dates.precision,
            "first_day": dates.first_day,
            "last_day": dates.last_day,
            "starts_at": dates.starts_at,
            "ends_at": dates.ends_at,
        },
        "organisations": organisations,
        "issue": page_link(page),
        "block": block,
    }
    return RenderedEntry(
        block_id=block["id"] or str(position),
        kind=child.block_type,
        position=position,
        title=title[:255],
        text=block["text"],
        first_day=first,
        last_day=last,
        over_at=dates.over_at if dates else None,
        sort=f"{first or '0000-00-00'}#{page.pk:012d}#{999 - position:03d}",
        data=data,
        organisations={UUID(organisation["key"]) for organisation in organisations},
    )


def named_organisations(child: StreamValue.StreamChild, scope: Scope) -> list[dict[str, Any]]:
    """The published organisations that a block names, once each."""
    references = References()
    blocks.collect(child.block, child.get_prep_value()["value"], references)
    found = [scope.organisation(pk) for pk in sorted(references.organisations)]
    chooser = blocks.OrganisationVisitor()
    links = {str(o.translation_key): chooser.serialise(None, o, scope) for o in found if o}
    return [link for link in links.values() if link]


def excerpt(text: str) -> str:
    """The beginning of a text, cut between words."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT:
        return line
    return line[:EXCERPT].rsplit(" ", 1)[0] + " …"
