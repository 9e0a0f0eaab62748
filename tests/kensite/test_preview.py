"""The preview beside the editor shows unsaved words, and the checks count them; readers' pages
stay out of frames."""

import re

import pytest
from wagtail.models import Page

from newsletters.models import Organisation
from tests.conftest import database
from tests.kensite.writing import logged_in

# Where words are typed that readers see
SHOWN = {"HomePage": "#id_headline", "Organisation": "#id_name"}
WORDS = """main => [...new Intl.Segmenter(main.ownerDocument.documentElement.lang,
  {granularity: "word"}).segment(main.innerText)].filter(part => part.isWordLike).length"""


def ancestors(response) -> str:
    return re.search("frame-ancestors ([^;]*)", response["Content-Security-Policy"])[1].strip()


def test_only_previews_may_stand_in_frames_and_only_in_our_own(editor, issue):
    organisation = Organisation.objects.first()
    for instance in [*(page.specific for page in Page.objects.filter(depth__gt=1)), organisation]:
        for mode, _label in instance.preview_modes:
            preview = instance.make_preview_request(preview_mode=mode)
            assert (preview.status_code, ancestors(preview)) == (200, "'self'"), instance
    for reader in (editor, type(editor)()):
        page = reader.get(issue.url)
        assert (ancestors(page), page["X-Frame-Options"]) == ("'none'", "DENY")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_panel_shows_unsaved_words(browser, server, django_db_blocker, language):
    kinds = {"en": ["IssuePage", "Organisation"], "ko": ["new"]}[language]
    panel_shows_unsaved_words(browser, server, django_db_blocker, language, kinds)


@pytest.mark.browser
@pytest.mark.faults
def test_the_panel_shows_unsaved_words_of_every_kind(browser, server, django_db_blocker):
    """Each kind of page and snippet that is edited as itself; translations have the workbench."""
    panel_shows_unsaved_words(browser, server, django_db_blocker, "en", None)


def panel_shows_unsaved_words(browser, server, blocker, language: str, kinds: list | None) -> None:
    with logged_in(browser, server, blocker, "writer", language) as page:
        page.route(re.compile(r"/(edit|add/newsletters/issuepage)/\d*/?$"), unsaved)
        for kind, path in screens(blocker, language).items():
            if kinds is None or kind in kinds:
                page.goto(path)
                is_previewed(page, SHOWN.get(kind, "#id_title"), language)


def is_previewed(page, field: str, language: str) -> None:
    """The panel shows what is typed into this field, and the checks count the words shown."""
    page.locator(field).first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" unsaved words")
    page.locator("[data-side-panel-toggle=preview]").click()
    frame = page.frame_locator("#w-preview-iframe")
    frame.get_by_text("unsaved words").first.wait_for()
    assert frame.locator("html").get_attribute("lang") == language
    there = frame.locator("main").evaluate(WORDS)
    page.locator("[data-side-panel-toggle=checks]").click()
    shown = page.locator("[data-content-word-count]", has_text=re.compile(r"\d"))
    assert int(shown.inner_text()) == pytest.approx(there, rel=0.05)


def unsaved(route) -> None:
    """Autosave is kept from saving."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def screens(blocker, language: str) -> dict[str, str]:
    """Where each kind is edited, by its name; `new` is an issue that is being made."""
    with database(blocker):
        pages = Page.objects.filter(depth__gt=1, locale__language_code=language)
        kinds = {type(page.specific).__name__: page.pk for page in pages}
        snippet = Organisation.objects.filter(locale__language_code=language).latest("pk")
    edited = {kind: f"/admin/pages/{pk}/edit/" for kind, pk in kinds.items()}
    return {
        **edited,
        "new": f"/admin/pages/add/newsletters/issuepage/{kinds['NewsletterIndexPage']}/",
        "Organisation": f"/admin/snippets/newsletters/organisation/edit/{snippet.pk}/",
    }
