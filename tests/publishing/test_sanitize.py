"""Rich text is clean whoever wrote it, and stays as it was if it was clean."""

import json

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from newsletters.models import Organisation
from publishing.sanitize import clean_html, clean_url

EVIL = [
    "<p>Hi<script>alert(1)</script></p>",
    '<p onclick="alert(1)">Hi</p>',
    '<p><a href="javascript:alert(1)">Hi</a></p>',
    '<p><img src="x" onerror="alert(1)">Hi</p>',
    '<p><a href="data:text/html,<script>alert(1)</script>">Hi</a></p>',
    "<iframe src='https://evil.example'></iframe><p>Hi</p>",
    "<style>p{display:none}</style><p>Hi</p>",
    '<svg onload="alert(1)"><p>Hi</p></svg>',
    "<p style='background:url(//evil.example)'>Hi</p>",
]


def harmless(html: str) -> bool:
    markers = ("script", "alert", "onclick", "onerror", "onload", "iframe", "style", "evil")
    return not any(marker in html for marker in markers)


@pytest.mark.parametrize("html", EVIL)
def test_code_is_removed_and_words_stay(html):
    assert harmless(clean_html(html))
    assert "Hi" in clean_html(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p data-block-key="a1b2c">Tea &amp; <b>bread</b>, <i>always</i><br/>here</p><hr/>',
        '<p><a linktype="page" id="4">page</a> <a linktype="document" id="2">file</a></p>',
        '<p><a href="https://example.org/?a=1&amp;b=2">web</a> <a href="mailto:a@b.eu">@</a></p>',
        "<h3>한국어</h3><ul><li>하나</li><li>둘</li></ul><ol><li>셋</li></ol>",
        "",
    ],
)
def test_what_the_editor_writes_is_not_touched(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "https://[x"]
)
def test_an_address_that_runs_code_is_dropped(url):
    assert clean_url(url) == ""


@pytest.mark.parametrize("url", ["https://example.org/", "mailto:a@b.eu", "/ko/", ""])
def test_an_address_of_a_page_is_kept(url):
    assert clean_url(url) == url


def evil_body() -> str:
    """A body as a careless import would write it, code at every depth."""
    blocks = [
        {"type": "text", "value": {"text": EVIL[0]}},
        {
            "type": "interview",
            "value": {
                "headline": "h",
                "person": "p",
                "introduction": EVIL[1],
                "questions": [
                    {"type": "item", "id": "q", "value": {"question": "?", "answer": EVIL[3]}},
                ],
            },
        },
        {
            "type": "links",
            "value": {
                "links": [
                    {
                        "type": "item",
                        "id": "i",
                        "value": {"label": "l", "url": "javascript:alert(1)"},
                    }
                ]
            },
        },
    ]
    return json.dumps(blocks)


def test_an_import_that_writes_code_stores_none(issue, reader):
    issue.body = evil_body()
    issue.save()
    issue.refresh_from_db()
    assert harmless(json.dumps(list(issue.body.raw_data)))
    html = reader.get(issue.get_url()).content.decode()
    assert "alert" not in html
    assert "alert" not in reader.get(f"/api/v2/pages/{issue.pk}/").content.decode()


def test_a_draft_is_clean_too(issue):
    issue.body = evil_body()
    revision = issue.save_revision()
    assert harmless(revision.content["body"])


def test_a_snippet_is_clean_too(db):
    organisation = Organisation.objects.first()
    organisation.description = EVIL[0]
    organisation.website = "javascript:alert(1)"
    organisation.save()
    organisation.refresh_from_db()
    assert organisation.website == ""
    assert organisation.description == "<p>Hi</p>"


def test_a_translation_that_holds_code_publishes_none(issue, korean_issue):
    source = TranslationSource.objects.get_for_instance(issue)
    segment = StringSegment.objects.filter(source=source, context__path__endswith="text").first()
    StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale=korean_issue.locale
    ).update(data='안녕<img src="x" onerror="alert(1)">')
    translation = Translation.objects.get(source=source, target_locale=korean_issue.locale)
    translation.save_target(publish=True)
    korean_issue.refresh_from_db()
    stored = json.dumps(list(korean_issue.body.raw_data), ensure_ascii=False)
    assert "안녕" in stored
    assert harmless(stored)
