"""The main screens of the admin: readable in light and dark; opening them writes nothing."""

import pytest
from wagtail.models import Comment, ModelLogEntry, PageLogEntry, Revision
from wagtail_localize.models import Translation

from newsletters.models import IssuePage, Organisation
from tests.conftest import database, log_in, violations

pytestmark = pytest.mark.browser
TRACES = (Revision, PageLogEntry, ModelLogEntry, Comment)
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


@pytest.fixture
def screens(django_db_blocker, django_db_setup) -> dict[str, str]:
    """The addresses of the screens by their names."""
    with database(django_db_blocker):
        issue = IssuePage.objects.get(slug="october-2020", locale__language_code="en")
        korean = IssuePage.objects.get(slug="october-2020", locale__language_code="ko")
        organisation = Organisation.objects.first().pk
        workbench = Translation.objects.get(source__object_id=issue.translation_key).pk
        picture = issue.cover_id
        return {
            "home": "/admin/",
            "editor": f"/admin/pages/{issue.pk}/edit/",
            "korean editor": f"/admin/pages/{korean.pk}/edit/",
            "comparison": f"/admin/pages/{issue.pk}/revisions/compare/earliest...latest/",
            "deletion": f"/admin/images/{picture}/delete/",
            "workbench": f"/admin/translations/{workbench}/",
            "translations": "/admin/translations/",
            "organisation": f"/admin/snippets/newsletters/organisation/edit/{organisation}/",
            "account": "/admin/account/",
        }


def look(page, name: str, found: dict) -> None:
    """Note what cannot be read in each theme, once scripts have built the screen."""
    page.wait_for_load_state("networkidle")
    # Transitions of colours would be measured midway
    page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found[name, theme] = violations(page, COLOURS)


def written() -> dict[str, int]:
    """How many rows there are of what an editor leaves behind."""
    return {model.__name__: model.objects.count() for model in TRACES}


def test_every_screen_can_be_read_and_opening_it_writes_nothing(
    page, account, screens, django_db_blocker
):
    with database(django_db_blocker):
        before = written()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.context.route("**/media/**", lambda route: route.fulfill(content_type="image/png"))
    found = {}
    page.goto("/admin/login/")
    look(page, "log-in", found)
    log_in(page, account)
    for name, address in screens.items():
        page.goto(address)
        look(page, name, found)
    page.goto(screens["editor"])
    page.wait_for_timeout(2000)  # an autosave would have come
    page.goto("about:blank")
    with database(django_db_blocker):
        assert written() == before
    unreadable = [f"{place}: {fault}" for place, said in found.items() for fault in said]
    assert not unreadable, "\n".join(unreadable)
