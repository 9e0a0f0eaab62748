"""The admin works under its policy, which runs no handler that stands in markup."""

import pytest

from tests.conftest import database, log_in

SCREENS = [
    "",
    "pages/",
    "pages/{issue}/edit/",
    "pages/{korean}/edit/",
    "images/",
    "images/add/",
    "snippets/newsletters/organisation/",
    "translations/",
    "reports/site-history/",
    "account/",
]
HANDLER = """() => {
  document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.ran = true'>")
  return new Promise(done => setTimeout(() => done(window.ran === true), 300))
}"""


@pytest.fixture
def demo_issue(server, django_db_blocker) -> dict[str, int]:
    """The primary keys of the issue of October 2020."""
    from newsletters.models import IssuePage

    with database(django_db_blocker):
        issues = IssuePage.objects.filter(slug="october-2020").order_by("pk")
        english, korean = issues.values_list("pk", flat=True)
    return {"issue": english, "korean": korean}


def test_every_screen_works_and_no_handler_in_markup_runs(browser, server, account, demo_issue):
    context = browser.new_context(base_url=server)
    context.add_init_script(
        "window.refused = []; addEventListener('securitypolicyviolation',"
        " event => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, account)
    for screen in SCREENS:
        page.goto("/admin/" + screen.format(**demo_issue), wait_until="load")
        assert page.evaluate("window.refused") == [], screen
    assert errors == []
    assert page.evaluate(HANDLER) is False
    assert page.evaluate("window.refused") == ["script-src-attr inline"]
    context.close()
