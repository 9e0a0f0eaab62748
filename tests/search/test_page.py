"""The search page as a visitor meets it, without JavaScript and with it."""

import re

import pytest
from django.utils.html import escape

MALFORMED = [
    '"', "'", '""', '"난민', "난민\"", "((", "))", "난민 AND", "OR", "NOT", "NOT 난민", "NEAR(a b)",
    "*", "a*", "*a", "^a", "title:a", "{a}", "a:b", "-a", "--", "+a", "~a", "a & b", "a | b", "!a",
    "a <-> b", "<->", ":*", "a:*", "\\", "\\'", "';--", "' OR 1=1", "%", "%s", "%(a)s", "{}", "{0}",
    "$1", "?", "//", "a/b", "<script>alert(1)</script>", "&amp;", "\0",
    "난\0민", "\x01\x1f", "\ufffe",
    "\u200b", "\u202e난민", "\u2066x\u2069",
    "مرحبا", "שלום", "🙂", "🙂" * 100, "👩‍👩‍👧", "ㄱ", "ㄱㄴㄷ",
    "ㅏ", "나ㄴ", "\u1102", "\u1102\u1161\u11ab\u1106\u1175\u11ab", "ＮＧＯ",
    "１２３", "난　민", "a" * 10_000,
    "난" * 10_000, "난민 " * 2000, "a " * 5000, "(" * 5000, '"' * 5001, "é" * 300, "e\u0301" * 300,
    " ", "\t\n", "", "...", "—", "’", "“난민”", "1e5", "0x1f", "-19", "COVID--19", "a-b-c-d-e-f-g",
    "人權", "ひと", "𐍈", "𝕏", "Ⅻ", "½", "²", "ﬁ", "ß", "İ", "ǅ", "가\u0301", "null", "None", "true",
    "·".join(["표현의자유와집회의자유"] * 20), "·".join(["무너졌습니다"] * 40),
    "난민\n구금", "난민,구금", "난민·구금", "@ken", "#난민", "http://example.org/?q=1", "a@b.kr",
]  # fmt: skip
MALFORMED += [
    left + right for left in "\"'*(-^:&|!" for right in ("난민", "a b", '"x"', "()", "\0")
]
MALFORMED += [f"{word}{end}" for word in ("난민", "refugee") for end in "\"'*():^~&|!\\,.;%_[]{}<>"]


def test_there_are_many_of_them():
    assert len(set(MALFORMED)) >= 200


def test_no_query_breaks_the_page_or_the_api(reader):
    for number, query in enumerate(MALFORMED):
        path = ("/search/", "/ko/search/")[number % 2]
        response = reader.get(path, {"q": query, "lang": "all"})
        assert response.status_code == 200, (query, path)
        if number % 3 == 2 or "\0" in query:
            response = reader.get("/api/v2/pages/", {"search": query})
            assert response.status_code == (400 if "\0" in query else 200), query
        else:
            name = ("search", "suggest")[number % 3]
            response = reader.get(f"/api/v1/{name}/", {"q": query, "locale": "ko"})
            assert response.status_code in (200, 400), (query, name)
            assert response.status_code == 200 or response.json()["errors"][0]["parameter"] == "q"


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%ff%fe", "%00", "a%ED%B0%80b", "%", "%zz"])
def test_no_bytes_break_it(reader, raw):
    assert reader.get(f"/search/?q={raw}").status_code == 200
    assert reader.get(f"/api/v1/search/?locale=en&q={raw}").status_code in (200, 400)
    assert reader.get(f"/api/v2/pages/?search={raw}").status_code in (200, 400)


@pytest.mark.parametrize("query", ['"난민"', "난민!", "(난민)", "난민*", "‘난민’의"])
def test_signs_around_a_word_do_not_hide_what_it_finds(reader, query):
    plain = reader.get("/api/v1/search/", {"q": "난민", "locale": "ko"}).json()["total"]
    assert reader.get("/api/v1/search/", {"q": query, "locale": "ko"}).json()["total"] == plain


def test_what_somebody_typed_is_shown_as_text(reader):
    html = reader.get("/search/", {"q": "<b>webtoon</b>"}).content.decode()
    assert "<b>webtoon" not in html
    assert escape("<b>webtoon</b>") in html


def test_other_values_that_there_are_not_change_nothing(reader):
    plain = reader.get("/search/?q=network").content
    same = reader.get("/search/?q=network&kind=nothing&year=20x0&page=999x&lang=fr").content
    assert results(plain) == results(same)
    assert results(plain) == results(reader.get("/search/?q=network&page=0&year=9999").content)
    assert reader.get("/search/?q=network&page=999").status_code == 200


def results(html: bytes) -> list[str]:
    return re.findall(r'<h3><a href="([^"]+)"', html.decode())


def test_its_address_says_everything(reader):
    html = reader.get("/ko/search/", {"q": "난민", "kind": "news", "year": "2020"}).content.decode()
    assert 'name="kind" value="news"' in html
    (english,) = re.findall(r'class="lang" href="([^"]+)"', html)
    assert english == "/search/?q=%EB%82%9C%EB%AF%BC&amp;kind=news&amp;year=2020"
    assert '<meta name="robots" content="noindex' in html


def test_a_result_in_another_language_says_so(reader):
    html = reader.get("/ko/search/", {"q": "webtoon"}).content.decode()
    assert re.search(r'<div class="hit" lang="en">\s*<h3><a href="[^"]+" hreflang="en">', html)
    html = reader.get("/search/", {"q": "webtoon"}).content.decode()
    assert 'class="hit">' in html


def test_a_card_has_a_picture_that_needs_no_words(reader):
    html = reader.get("/search/", {"q": "refugees", "kind": "cso_profile"}).content.decode()
    (picture,) = re.findall(r'<img src="(/media/[^"]+)" width="\d+" height="\d+" alt=""', html)
    assert reader.get(picture).status_code == 200


def test_nothing_found_offers_something_to_read(reader):
    html = reader.get("/ko/search/", {"q": "qqqqzzzz"}).content.decode()
    assert "/ko/newsletters/april-2021/" in html
    assert 'href="/ko/search/?q=qqqqzzzz&amp;lang=all"' in html


def test_results_come_page_by_page(reader):
    html = reader.get("/search/?q=the&lang=all").content.decode()
    first = results(html.encode())
    assert len(first) == 10
    (more,) = re.findall(r'rel="next" href="([^"]+)"', html)
    second = results(reader.get(more.replace("&amp;", "&")).content)
    assert second
    assert not set(first) & set(second)


def test_a_browser_can_add_it(reader):
    html = reader.get("/ko/").content.decode()
    (address,) = re.findall(r'rel="search"[^>]+href="([^"]+)"', html)
    response = reader.get(address)
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert "/ko/search/?q={searchTerms}" in response.content.decode()


def test_it_is_compressed_and_asked_again(reader):
    response = reader.get("/search/?q=network", headers={"Accept-Encoding": "br"})
    assert response["Content-Encoding"] == "br"
    tag = response["ETag"]
    again = reader.get(
        "/search/?q=network", headers={"Accept-Encoding": "br", "If-None-Match": tag}
    )
    assert again.status_code == 304


@pytest.mark.browser
def test_from_a_word_to_its_place(page):
    page.goto("/ko/search/")
    page.get_by_role("combobox").fill("난민을")
    page.get_by_role("button", name="검색").click()
    page.get_by_role("navigation", name="검색 범위 좁히기").get_by_role(
        "link", name="인터뷰"
    ).click()
    assert "kind=interview" in page.url
    page.locator(".results a").first.click()
    page.wait_for_url("**/ko/newsletters/january-2021/#*")
    block = page.locator(f"[id='{page.url.split('#')[1]}']")
    assert "난민" in block.inner_text()
    # the page scrolls there smoothly
    page.wait_for_function(
        "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 300",
        arg=page.url.split("#")[1],
    )


@pytest.mark.browser
def test_suggestions_are_chosen_by_keyboard(page):
    page.goto("/ko/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("국가인", delay=20)
    page.wait_for_selector("#suggestions li")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("#suggestions mark").first.inner_text().startswith("국가인")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "suggestion-0"
    field.press("Escape")
    assert not page.locator("#suggestions").is_visible()
    field.press_sequentially("권", delay=20)
    page.wait_for_selector("#suggestions li")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/ko/newsletters/**")


@pytest.mark.browser
def test_a_choice_is_forgotten_when_other_words_are_typed(page):
    page.goto("/ko/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("국가인", delay=20)
    page.wait_for_selector("#suggestions li")
    field.press("ArrowDown")
    field.fill("난민")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Enter")
    page.wait_for_url("**/ko/search/?q=*")


@pytest.mark.browser
def test_without_javascript_it_finds_the_same(browser, server):
    context = browser.new_context(java_script_enabled=False, base_url=server)
    tab = context.new_page()
    tab.goto("/")
    tab.get_by_role("link", name="Search").click()
    tab.get_by_label("Words to look for").fill("refugees")
    tab.get_by_label("Words to look for").press("Enter")
    assert tab.locator(".results li").count() > 2
    tab.get_by_role("link", name="All languages").click()
    assert "lang=all" in tab.url
    context.close()
