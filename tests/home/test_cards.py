"""What a shared link looks like elsewhere."""

import re
from io import BytesIO

import pytest
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from images.art.card import SIZES, TITLE, face, fit
from newsletters.models import IssuePage


def address(html: str) -> str:
    [found] = re.findall('<meta property="og:image" content="http://[^/]+([^"]+)"', html)
    return found


@pytest.mark.parametrize(
    "path", ["/", "/ko/", "/newsletters/october-2020/", "/ko/newsletters/", "/ko/about/"]
)
def test_every_page_has_a_card_in_its_language(reader, path):
    response = reader.get(address(reader.get(path).text))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    image = Image.open(BytesIO(response.content))
    assert image.size == (1200, 630)
    assert image.getpixel((5, 5)) == pytest.approx((251, 248, 241), abs=2)
    assert len(response.content) < 300_000
    again = {"HTTP_IF_NONE_MATCH": response["ETag"]}
    assert reader.get(address(reader.get(path).text), **again).status_code == 304


def test_languages_have_cards_of_their_own(reader):
    english, korean = (
        reader.get(address(reader.get(f"{language}/newsletters/october-2020/").text)).content
        for language in ("", "/ko")
    )
    assert english != korean


def test_a_new_title_or_picture_has_a_new_address(reader, issue, publish):
    """Those who showed the link once keep the picture of an address for ever."""
    page = "/newsletters/october-2020/"
    first = address(reader.get(page).text)
    publish(issue, title="A new title")
    second = address(reader.get(page).text)
    publish(issue, cover=None)
    third = address(reader.get(page).text)
    assert len({first, second, third}) == 3
    assert reader.get(third).status_code == 200


def test_an_editors_own_picture_goes_first(reader, issue, publish):
    publish(issue, social_image=issue.cover)
    assert "/media/images/" in address(reader.get("/newsletters/october-2020/").text)


def test_a_hidden_page_has_no_card(reader, issue):
    card = address(reader.get("/newsletters/october-2020/").text)
    archive = Page.objects.get(pk=issue.get_parent().pk)
    PageViewRestriction.objects.create(page=archive, restriction_type="login")
    assert reader.get(card).status_code == 404
    draft = IssuePage.objects.get(slug="january-2021", locale=issue.locale)
    draft.unpublish()
    assert reader.get(f"/card/{draft.translation_key}.jpg").status_code == 404


@pytest.mark.parametrize(
    "title",
    [
        "Spring",
        "한국과 유럽을 잇는 시민사회의 봄",
        "Words " * 40,
        "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 3,
    ],
)
def test_every_title_has_room(title):
    family = "Pretendard" if "한" in title else "Newsreader"
    size, lines = fit(title, family)
    assert size in SIZES
    assert all(face(family, size).getlength(line.rstrip("…")) <= TITLE for line in lines)
    whole = "".join(lines).replace(" ", "")
    assert whole == title.replace(" ", "") or lines[-1].endswith("…")
