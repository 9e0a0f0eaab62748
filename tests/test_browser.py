"""The site in a real browser, served by the production server."""

import re
from collections.abc import Iterator

import pytest

from newsletters.models import IssuePage, NewsletterIndexPage
from tests.conftest import database, log_in, violations

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/newsletters/",
    "/newsletters/october-2020/",
    "/newsletters/january-2021/",
    "/interviews/",
    "/news/",
    "/events/",
    "/organisations/",
    "/organisations/human-asia/",
    "/about/",
    "/contact/",
    "/accessibility/",
    "/search/",
    "/search/?q=human+rights&lang=all",
    "/search/?q=refuges",
    "/nothing-here/",
]
LANGUAGES = ["", "/ko"]
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},  # AAA
    "resultTypes": ["violations"],
}
# All that a theme changes; the elements are the same
AXE_COLOURS = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
    },
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "ko"])
def test_a_reader_finds_the_issue_and_switches_language(page, language):
    page.goto(f"{language}/")
    page.get_by_role("link", name=re.compile("KEN\\)|네트워크\\(KEN\\)")).last.click()
    assert page.url.endswith(f"{language}/newsletters/october-2020/")
    assert page.get_by_role("heading", level=1).inner_text()
    english = page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="한국어" if english else "English", exact=True).click()
    assert page.locator("html").get_attribute("lang") == ("ko" if english else "en")
    assert page.url.endswith("/newsletters/october-2020/")


@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "ko"])
def test_nothing_leaves_the_site_before_the_click(page, server, language):
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.route(re.compile("^https:"), lambda route: route.fulfill(body="a player"))
    page.goto(f"{language}/newsletters/october-2020/")
    page.mouse.wheel(0, 20_000)
    page.wait_for_load_state("networkidle")
    assert requests
    assert all(url.startswith(server) for url in requests)
    page.locator("a.video").first.click()
    player = page.locator("iframe.video")
    assert player.get_attribute("src").startswith("https://www.youtube-nocookie.com/embed/")
    assert player.get_attribute("title")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_without_javascript_a_video_is_a_link(browser, server):
    context = browser.new_context(java_script_enabled=False, base_url=server)
    tab = context.new_page()
    tab.goto("/newsletters/october-2020/")
    assert tab.locator("a.video").first.get_attribute("href").startswith("https://www.youtube.com/")
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES, ids=["en", "ko"])
def test_pages_are_accessible_and_fit(page, path, language):
    is_accessible_and_fits(page, language + path)


def test_the_offer_of_another_language_is_accessible_and_fits(page, untranslated):
    is_accessible_and_fits(page, f"/ko{untranslated}")
    page.locator("main a.btn").click()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(("language", "other"), [("", "ko"), ("/ko", "en")], ids=["en", "ko"])
def test_two_languages_side_by_side_are_accessible_and_fit(page, language, other):
    path = f"{language}/newsletters/october-2020/?with={other}"
    is_accessible_and_fits(page, path)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path)
    mine, theirs = (
        page.locator(f".block-letter > .{side}").bounding_box() for side in ("mine", "twin")
    )
    assert mine["y"] == theirs["y"]
    assert mine["x"] + mine["width"] <= theirs["x"]
    page.set_viewport_size({"width": 390, "height": 900})
    mine, theirs = (
        page.locator(f".block-letter > .{side}").bounding_box() for side in ("mine", "twin")
    )
    assert mine["y"] + mine["height"] <= theirs["y"]


def test_a_part_has_a_link_to_copy(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/newsletters/october-2020/")
    link = page.locator(".block-interview a[data-share]")
    link.click()
    page.locator("[role=status]", has_text="The link has been copied.").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith(link.get_attribute("href"))


def test_a_reader_chooses_a_theme_and_it_stays(page):
    paper = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    page.goto("/")
    light = page.evaluate(paper)
    button = page.get_by_role("button", name="Dark theme")
    button.click()
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/ko/newsletters/")
    assert page.evaluate(paper) == dark
    button = page.get_by_role("button", name="어두운 화면")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.evaluate(paper) == light
    assert page.evaluate("localStorage.length") == 0  # it follows the system again
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == dark
    page.locator("button.theme[aria-pressed=true]").wait_for()


def is_accessible_and_fits(page, path: str) -> None:
    page.missing_is_fine = "nothing-here" in path
    page.emulate_media(reduced_motion="reduce")  # or colours are measured half-way
    page.goto(path)
    for scheme, rules in (("light", AXE), ("dark", AXE_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page, rules) == [], (scheme, width)
    page.set_viewport_size({"width": 390, "height": 900})
    assert small_targets(page) == []
    for width in (320, 390, 1280, 3840):  # 320 is also 1280 at 400 %
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def small_targets(page) -> list[str]:
    """What is smaller than 24 by 24 pixels (WCAG 2.2, 2.5.8), but for links in sentences."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input")].filter(e => {
             const r = e.getBoundingClientRect();
             const whole = getComputedStyle(e, "::after").position === "absolute";  // a whole card
             const sentence = e.closest(".vh, .skip, .prose p, .prose li, [class$=body] p");
             return e.checkVisibility() && !whole && !sentence && (r.height < 24 || r.width < 24);
           }).map(e => e.outerHTML)"""
    )


def test_every_picture_arrives(page):
    page.goto("/newsletters/october-2020/")
    page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
    page.evaluate("Promise.all([...document.images].map(i => i.decode()))")  # fails if one fails
    assert page.evaluate("document.images.length") > 9


@pytest.fixture
def untranslated(server, django_db_blocker) -> Iterator[str]:
    """The address of an issue that exists in English only."""
    with database(django_db_blocker):
        index = NewsletterIndexPage.objects.get(locale__language_code="en")
        facts = {"title": "Spring in Seoul", "summary": "Summary", "edition_date": "2026-03-01"}
        issue = index.add_child(instance=IssuePage(slug="spring", locale=index.locale, **facts))
    yield "/newsletters/spring/"
    with database(django_db_blocker):
        issue.delete()


def test_an_editor_works_under_the_policy(page, account):
    """Log in, find the issue, open the date picker and a block's preview: all inline scripts."""
    log_in(page, account)
    page.goto("/newsletters/october-2020/")
    edit = page.locator("wagtail-userbar a[href*='/edit/']").first.get_attribute("href")
    page.goto(edit)
    page.locator("#id_edition_date").click()
    page.locator(".xdsoft_datetimepicker:visible").wait_for()
    page.keyboard.press("Escape")
    page.get_by_title("Insert a block").first.click()
    page.get_by_role("option", name="Quotation").locator("..").get_by_role("button").last.click()
    preview = page.frame_locator("iframe[title='Preview']").last
    preview.get_by_text("All human beings are born free").wait_for()
