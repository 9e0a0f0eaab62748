"""What an issue weighs on a phone, and what its visitor may count on; measured in a browser."""

from collections import defaultdict

import brotli
import pytest

pytestmark = pytest.mark.browser
ISSUE = "/newsletters/october-2020/"
KILOBYTE = 1000
BUDGETS = {  # kilobytes as they travel, for the first view
    "document": 25,
    "stylesheet": 12,
    "script": 3,
    "font": 70,
}
TEXT = ("document", "stylesheet", "script")


@pytest.fixture
def phone(browser, server):
    """A tab of a phone with a dense screen that has never been here."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2.6,
        is_mobile=True,
        has_touch=True,
        base_url=server,
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["", "/ko"], ids=["en", "ko"])
def test_the_first_view_of_an_issue_stays_in_its_budgets(phone, server, language):
    weights: dict[str, list[int]] = defaultdict(list)
    addresses: list[str] = []

    def weigh(response) -> None:
        kind, body = response.request.resource_type, response.body()
        addresses.append(response.url)
        # Production compresses text; the tests' server sends static files as they are
        weights[kind].append(len(brotli.compress(body, quality=5)) if kind in TEXT else len(body))

    phone.on("response", weigh)
    phone.goto(language + ISSUE)
    phone.wait_for_load_state("networkidle")
    for kind, kilobytes in BUDGETS.items():
        assert sum(weights[kind]) <= kilobytes * KILOBYTE, (kind, weights[kind])
    assert len(weights["font"]) <= 2
    assert sum(map(sum, weights.values())) <= 350 * KILOBYTE, dict(weights)
    assert len(addresses) <= 20
    assert all(address.startswith(server) for address in addresses)


@pytest.mark.parametrize("path", ["/", "/newsletters/", ISSUE, "/events/"])
@pytest.mark.parametrize("language", ["", "/ko"], ids=["en", "ko"])
def test_nothing_jumps_while_a_page_arrives(phone, language, path):
    phone.goto(language + path)
    phone.wait_for_load_state("networkidle")
    for _screen in range(6):
        phone.mouse.wheel(0, 1500)
        phone.wait_for_timeout(40)
    shifts = phone.evaluate(
        """() => new Promise(done => new PerformanceObserver(list => done(
             list.getEntries().filter(s => !s.hadRecentInput).reduce((sum, s) => sum + s.value, 0)
           )).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    assert shifts < 0.02


def test_without_javascript_everything_can_be_read_and_reached(browser, server):
    context = browser.new_context(java_script_enabled=False, base_url=server)
    tab = context.new_page()
    tab.goto(ISSUE)
    with tab.expect_navigation():
        tab.get_by_role("link", name="한국어", exact=True).click()
    tab.get_by_role("link", name="English와 나란히 읽기").click()
    assert tab.get_by_text("Dear subscribers,").is_visible()
    tab.get_by_role("link", name="행사", exact=True).click()
    assert tab.get_by_role("heading", level=1).inner_text() == "행사"
    assert tab.get_by_role("link", name="달력 구독하기").get_attribute("href").startswith("webcal:")
    for summary in tab.locator("summary").all():
        summary.click()
    context.close()


def test_a_keyboard_gets_everywhere_and_always_sees_where_it_is(phone):
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.goto(ISSUE)
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.textContent") == "Skip to content"
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _step in range(60):
        phone.keyboard.press("Tab")
        facts = phone.evaluate(
            """() => { const e = document.activeElement, style = getComputedStyle(e);
                 return [e.href || e.tagName, style.outlineStyle, e.checkVisibility()]; }"""
        )
        if facts[0] == "BODY":
            break
        assert facts[1] != "none", facts
        assert facts[2], facts
        seen.add(facts[0])
    assert any("#" in address for address in seen)
    assert any("youtube" in address for address in seen)
    assert any("with=ko" in address for address in seen)
