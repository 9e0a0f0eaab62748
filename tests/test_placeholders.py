"""What a reader sees where a picture is not there yet, in a real browser."""

import re

import pytest

pytestmark = pytest.mark.browser
PICTURES = re.compile(r"/images/.*\.(avif|webp|jpe?g)$")
ISSUE = "/newsletters/october-2020/"
CONTRAST = """image => {
    const style = getComputedStyle(image);
    let on = image;
    const colourOf = one => getComputedStyle(one).backgroundColor;
    while (colourOf(on) === "rgba(0, 0, 0, 0)") on = on.parentElement;
    const seen = colourOf(on);
    const luminance = colour => colour.match(/[\\d.]+/g).slice(0, 3)
        .map(one => one / 255)
        .map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
        .reduce((sum, one, i) => sum + one * [.2126, .7152, .0722][i], 0);
    const [dark, light] = [luminance(style.color), luminance(seen)].sort((a, b) => a - b);
    return (light + .05) / (dark + .05);
}"""


@pytest.fixture
def server_at_work(page):
    """The server as long as it generates pictures: how often it was asked, and what it answers."""
    state = {"asked": 0, "busy": True}

    def answer(route) -> None:
        state["asked"] += 1
        if state["busy"]:
            route.fulfill(status=200, body="", headers={"Cache-Control": "no-store"})
        else:
            route.continue_()

    page.route(PICTURES, answer)
    return state


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "colour",
    ["", "#ffffff", "#f4efe2", "#c8c8c8", "#777777", "#757575", "#d4502b", "#141831", "#000000"],
)
def test_the_alt_text_can_be_read_on_every_colour(page, server_at_work, scheme, colour):
    page.emulate_media(color_scheme=scheme)
    page.route(
        re.compile(ISSUE + "$"),
        lambda route: route.fulfill(
            response=(was := route.fetch()),
            body=re.sub('data-colour="[^"]+"', f'data-colour="{colour}"', was.text()),
        ),
    )
    page.goto(ISSUE)
    images = page.locator("img[data-colour]").all()
    assert len(images) > 3
    assert page.locator("a.video img").count()
    assert [one for image in images if (one := image.evaluate(CONTRAST)) < 4.5] == []


def test_without_scripts_the_alt_text_of_a_video_can_be_read(browser, server):
    context = browser.new_context(java_script_enabled=False, base_url=server)
    tab = context.new_page()
    tab.route(PICTURES, lambda route: route.fulfill(status=503))
    tab.goto(ISSUE)
    assert tab.locator("a.video img").first.evaluate(CONTRAST) >= 4.5
    context.close()


def seconds(page, count: int) -> None:
    """Let time pass, and answers come."""
    for _second in range(count):
        page.clock.run_for(1_000)
        page.wait_for_timeout(20)


def hide(page, hidden: bool) -> None:
    """Go to another tab, or come back."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_a_picture_is_asked_for_as_long_as_the_page_is_seen(page, server_at_work):
    page.clock.install()
    page.goto(ISSUE)
    seconds(page, 120)
    server_at_work["asked"] = 0
    seconds(page, 60)
    assert 1 <= server_at_work["asked"] <= 6 * 7, "a few pictures every ten seconds"
    hide(page, True)
    seconds(page, 11)
    server_at_work["asked"] = 0
    seconds(page, 60)
    assert server_at_work["asked"] == 0, "nobody looks"
    server_at_work["busy"] = False
    hide(page, False)
    first, wide = page.locator("img[data-colour]").first, "image => image.naturalWidth"
    for _second in range(60):  # in the page's own time
        seconds(page, 1)
        if first.evaluate(wide):
            return
    pytest.fail("It never appeared.")
