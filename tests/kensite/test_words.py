"""Whatever saves or shows a form has every word, up to the last key: in every field, every way."""

import re
from collections.abc import Callable
from itertools import product

import pytest

from tests.conftest import database
from tests.kensite.writing import RICH, compose, draft, logged_in, open_editor, stored, write

pytestmark = pytest.mark.browser
WAYS = {
    "en": ["keyboard", "button", "autosave", "publish", "submit", "approve"],
    "ko": ["keyboard", "submit"],  # the same scripts
}
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('unsaved:'))"
SCREENS = {
    "/admin/pages/{issue}/edit/": 60,
    "/admin/pages/{home}/edit/": 5,
    "/admin/snippets/newsletters/organisation/edit/{organisation}/": 5,
}


def press(page) -> None:
    """Save by the keyboard."""
    page.keyboard.press("Control+s")


def click(page) -> None:
    """Save by the button."""
    page.locator("footer button.action-save").first.click()


def in_menu(selector: str) -> Callable:
    """Choose this of the menu beside the button."""

    def choose(page) -> None:
        page.locator(
            "footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]"
        ).first.click()
        page.locator(selector).click()

    return choose


NAVIGATE = {
    "keyboard": press,
    "button": click,
    "publish": in_menu("[name=action-publish]"),
    "submit": in_menu("[name=action-submit]"),
    "approve": in_menu("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"),
}


def save(page, way: str) -> None:
    """Save in this way, and wait for the answer."""
    if way == "autosave":
        page.wait_for_event("response", lambda answer: is_autosave(answer.request))
    else:
        with page.expect_navigation():
            NAVIGATE[way](page)


def is_autosave(request) -> bool:
    return request.method == "POST" and request.url.endswith("/edit/")


def every_word_is_stored(page, blocker, ways: list[str], pauses: list[int]) -> None:
    with draft(blocker) as issue:
        written = ""
        for pause, way in product(pauses, ways):
            open_editor(page, issue)
            words = f" {way}{pause}"
            written += words
            write(page, words, pause)
            save(page, way)
            said = stored(blocker, issue)
            assert said["title"].endswith(written), (way, pause)
            assert said["summary"].endswith(written), (way, pause)
            assert f"Text{written}</p>" in said["text"], (way, pause)
            if way in ("publish", "approve"):
                with database(blocker):
                    assert type(issue).objects.get(pk=issue.pk).title == said["title"], way
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("language", WAYS)
def test_no_way_of_saving_loses_a_word(browser, server, django_db_blocker, language):
    with logged_in(browser, server, django_db_blocker, "writer", language) as page:
        every_word_is_stored(page, django_db_blocker, WAYS[language], [0])


@pytest.mark.faults
@pytest.mark.parametrize("language", WAYS)
def test_no_way_of_saving_loses_a_word_after_any_pause(
    browser, server, django_db_blocker, language
):
    with logged_in(browser, server, django_db_blocker, "writer", language) as page:
        every_word_is_stored(page, django_db_blocker, WAYS["en"], [0, 80, 300])


def test_what_an_input_method_composes_is_written(browser, server, django_db_blocker):
    """A syllable is open until the next key: in each field, ended by a click and by saving."""
    with (
        logged_in(browser, server, django_db_blocker, "writer", "ko") as page,
        draft(django_db_blocker) as issue,
    ):
        open_editor(page, issue)
        for field in ("#id_title", "#id_summary", RICH, "#id_title", RICH):
            page.locator(field).first.click()
            page.keyboard.press("Control+End")
            compose(page, "ㅎ", "하", "한")
        save(page, "keyboard")
        said = stored(django_db_blocker, issue)
        assert said["title"] == "Words한한"
        assert said["summary"] == "Summary한"
        assert "Text한한</p>" in said["text"]


TEXTS = ":is([contenteditable=true], textarea, input[type=text], input[type=url])"
FIELDS = f"""() => [...document.querySelectorAll("#main form[data-edit-form] {TEXTS}")]
  .filter(field => field.checkVisibility() && !field.readOnly && !field.closest("[role=dialog]"))
  .map((field, number) => {{
    field.dataset.number = number;
    const rich = field.closest("[data-draftail-editor-wrapper]");
    return [number, field.name ?? rich.previousElementSibling.name];
  }})
  .filter(([, name]) => name && !/date|_at$|starts|ends|until|schedule/.test(name))"""
READ = "name => new FormData(document.querySelector('[data-edit-form]')).getAll(name).join()"


@pytest.mark.parametrize(("path", "least"), SCREENS.items())
def test_every_field_is_read_up_to_the_last_key(browser, server, django_db_blocker, path, least):
    """Save, autosave and preview all read a form by `FormData`, whatever the field."""
    with logged_in(browser, server, django_db_blocker, "writer") as page:
        page.route(re.compile("/(edit|preview)/$"), refuse_posts)
        page.goto(path.format(**demo(django_db_blocker)))
        page.locator("#main form[data-edit-form]").wait_for()
        fields = page.evaluate(FIELDS)
        assert len(fields) >= least
        for number, name in fields:
            page.locator(f"[data-number='{number}']").focus()
            page.keyboard.type("qz")
            assert "qz" in page.evaluate(READ, name), name


def refuse_posts(route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def demo(blocker) -> dict[str, int]:
    """The primary keys of what the demo has."""
    from home.models import HomePage
    from newsletters.models import IssuePage, Organisation

    with database(blocker):
        return {
            "home": HomePage.objects.get(locale__language_code="en").pk,
            "issue": IssuePage.objects.get(slug="october-2020", locale__language_code="en").pk,
            "organisation": Organisation.objects.filter(locale__language_code="en")[0].pk,
        }
