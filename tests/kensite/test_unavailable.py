"""The page of a failure, and the sign on the door while the site is looked after."""

import base64
import hashlib
import re

import pytest
from django.core.management import call_command

from kensite.unavailable import busy


@pytest.fixture
def closed(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    call_command("maintenance", "on", verbosity=0)


def test_a_closed_site_asks_everybody_for_patience(closed, reader, editor):
    for client, path in [(reader, "/"), (reader, "/ko/newsletters/"), (editor, "/admin/")]:
        response = client.get(path)
        assert (response.status_code, response["Retry-After"]) == (503, "300")
        assert response["Cache-Control"] == "no-store"
        assert "back in a few minutes" in response.text
        assert "잠시 후 다시 열립니다" in response.text
    assert editor.post("/admin/pages/1/edit/", {}).status_code == 503


def test_a_closed_site_tells_apps_in_their_own_way(closed, reader):
    response = reader.get("/api/v1/issues/")
    assert (response.status_code, response["Retry-After"]) == (503, "300")
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "5 minutes" in response.json()["detail"]


def test_the_site_opens_again(closed, reader):
    call_command("maintenance", "off", verbosity=0)
    assert reader.get("/").status_code == 200
    call_command("maintenance", "off", verbosity=0)


def test_a_page_that_stands_alone_has_the_only_style_that_its_policy_allows(closed, reader):
    response = reader.get("/")
    [style] = re.findall("<style>(.*)</style>", response.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "href=" not in response.text
    assert "src=" not in response.text


@pytest.mark.browser
def test_the_browser_shows_the_style(page, closed, client):
    response = client.get("/")
    headers = {name: response[name] for name in ("Content-Security-Policy", "Content-Type")}
    page.route("**/closed", lambda route: route.fulfill(headers=headers, body=response.text))
    page.goto("/closed")
    assert page.locator("main").evaluate("e => getComputedStyle(e).display") == "grid"


@pytest.mark.parametrize("path", ["/search/?q=rights", "/ko/search/?q=rights"])
def test_searches_share_the_limit_of_the_api(path, reader, settings):
    settings.API_LIMIT = 2
    assert reader.get("/api/v1/health/").status_code == 200
    assert reader.get(path).status_code == 200
    response = reader.get(path)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 61
    assert response["Cache-Control"] == "no-store"
    assert "Too many searches at once" in response.text
    assert "1분 뒤에 이 페이지를 다시 열어 주십시오" in response.text
    assert reader.get("/api/v1/health/").status_code == 429
    assert reader.get("/ko/").status_code == 200, "who only reads is not counted"


def test_what_was_typed_can_be_sent_again_in_each_language(rf):
    html = busy(rf.post("/admin/pages/1/edit/", {"title": "<i>", "password1": "x"})).text
    english, korean = html.split("</section>")[:2]
    assert "it is kept on this page" in english
    assert '<form id="again" method="post" action="/admin/pages/1/edit/">' in english
    assert '<input type="hidden" name="title" value="&lt;i&gt;">' in english
    assert "password1" not in html
    assert "<button>Send it again</button>" in english
    assert "‘다시 보내기’" in korean
    assert '<button form="again">다시 보내기</button>' in korean
    assert "<button" not in busy(rf.get("/")).text
