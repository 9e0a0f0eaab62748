"""The style guide in the admin."""

import pytest
from django.urls import reverse

from newsletters.blocks import IssueBody
from tests.conftest import log_in, violations


def test_it_shows_every_block_in_every_state(editor):
    html = editor.get(reverse("style_guide")).text
    for name, block in IssueBody().child_blocks.items():
        assert html.count(f'class="block block-{name}"') == len(block.states())
    for words in ("Only the month is known", "To see again", "Without a picture"):
        assert words in html


def test_only_those_who_log_in_see_it(reader):
    assert reader.get(reverse("style_guide")).status_code == 302


def test_editors_find_it_below_help(editor):
    assert reverse("style_guide") in editor.get(reverse("wagtailadmin_home")).text


@pytest.mark.browser
def test_it_is_accessible_in_both_themes_and_the_button_changes_them(page, account):
    log_in(page, account)
    page.emulate_media(reduced_motion="reduce")  # or colours are measured half-way
    page.goto("/admin/style-guide/")
    button = page.get_by_role("button", name="Dark theme")
    for pressed in ("false", "true"):
        assert button.get_attribute("aria-pressed") == pressed
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}
        page.evaluate("document.querySelector('wagtail-userbar')?.remove()")
        assert violations(page, options) == []
        button.click()
