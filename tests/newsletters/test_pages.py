"""The pages as a visitor gets them."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Collection, CollectionViewRestriction

from api.store.sequencer import flush
from home.ahead import make_changed_pages
from home.cards import SocialCard
from images.generation import generate_wanted
from images.models import Picture, Rendition
from newsletters.models import IssuePage, NewsletterIndexPage

PAGES = ["/", "/newsletters/", "/newsletters/october-2020/", "/newsletters/january-2021/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_knows_its_languages(reader, path):
    for code, prefix, other in (("en", "", "ko"), ("ko", "/ko", "en")):
        html = reader.get(prefix + path).content.decode()
        assert f'<html lang="{code}">' in html
        site = "http://testserver"
        assert f'<link rel="canonical" href="{site}{prefix}{path}">' in html
        assert f'hreflang="en" href="{site}{path}">' in html
        assert f'hreflang="ko" href="{site}/ko{path}">' in html
        assert f'hreflang="x-default" href="{site}{path}">' in html
        switch = re.search(rf'<a class="lang" href="([^"]+)" lang="{other}"', html)
        assert switch[1] == ("" if prefix else "/ko") + path


def test_the_interface_of_a_korean_page_is_korean(reader):
    html = reader.get("/ko/newsletters/october-2020/").content.decode().split("<body>")[1]
    for english in ("Skip to content", "In this issue", "Play the video", "Online", "Organised by"):
        assert english not in html
    assert "본문" in html


def test_a_page_of_one_language_only_has_no_hreflang(reader, korean_issue):
    korean_issue.unpublish()
    html = reader.get("/newsletters/october-2020/").content.decode()
    assert 'hreflang="x-default"' not in html


def test_the_archive_lists_every_issue_newest_first(reader):
    html = reader.get("/newsletters/").content.decode()
    order = [html.index(slug) for slug in ("april-2021", "january-2021", "october-2020")]
    assert order == sorted(order)


@pytest.mark.parametrize(("path", "words"), [("/nope/", "not here"), ("/ko/nope/", "없")])
def test_a_missing_page_says_so_in_the_readers_language(reader, path, words):
    response = reader.get(path)
    assert response.status_code == 404
    assert words in strip_tags(response.content.decode())


def test_an_error_of_ours_is_admitted_in_both_languages(client, monkeypatch, db):
    monkeypatch.setattr(IssuePage, "get_context", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/newsletters/october-2020/")
    assert response.status_code == 500
    assert "went wrong" in response.content.decode()
    assert "문제" in response.content.decode()


def test_contents_lead_to_their_sections(reader):
    html = reader.get("/newsletters/october-2020/").content.decode()
    anchors = re.findall(r'<li><a href="#([^"]+)">', html)
    assert len(anchors) == 8
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_an_organisation_not_yet_translated_is_marked_as_english(reader, korean_issue):
    from newsletters.models import Organisation

    Organisation.objects.get(short_name="ECRE", locale=korean_issue.locale).unpublish()
    html = reader.get("/ko/newsletters/october-2020/").content.decode()
    assert re.search(r'lang="en"[^>]*>(<a[^>]*>)?European Council on Refugees', html)


def test_the_archive_costs_the_same_for_any_number_of_issues(reader, django_assert_num_queries):
    path = "/newsletters/"
    reader.get(path)  # warms what is cached
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        reader.get(path)
    index = NewsletterIndexPage.objects.get(locale__language_code="en")
    model = IssuePage.objects.child_of(index).first()
    for number in range(12):
        facts = {"edition_date": model.edition_date, "summary": "s", "cover": model.cover}
        index.add_child(instance=IssuePage(title="Issue", slug=f"issue-{number}", **facts))
    flush(deferred=True)
    cache.clear()
    with django_assert_num_queries(len(few)):
        reader.get(path)


def test_readers_get_no_cookie_and_a_strict_policy(reader):
    response = reader.get("/newsletters/october-2020/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    policy = response["Content-Security-Policy"]
    directives = [directive.strip() for directive in policy.split(";")]  # their order varies
    assert "script-src 'self'" in directives
    assert "unsafe-inline" not in policy


def test_nothing_is_loaded_from_elsewhere(reader):
    html = reader.get("/newsletters/october-2020/").content.decode()
    loaded = re.findall(r'(?:src|srcset|poster)="([^"]+)"', html)
    assert loaded
    assert all(source.startswith("/") for source in loaded)
    assert "<iframe" not in html


def test_a_browser_that_asks_for_the_icon_gets_it(reader):
    assert reader.get("/favicon.ico", follow=False)["Location"].endswith("mark.svg")


def test_a_picture_comes_in_three_formats_in_the_sizes_of_screens(reader):
    html = reader.get("/newsletters/october-2020/").content.decode()
    pictures = re.findall(r"<picture>.*?</picture>", html, re.S)
    assert len(pictures) > 8
    for picture in pictures:
        assert re.findall(r'type="image/(\w+)"', picture) == ["avif", "webp"]
        assert re.search(r'<img[^>]+srcset="[^"]+\.jpg \d+w, [^"]+\.jpg \d+w', picture)
        assert re.search(r'<img[^>]+width="\d+"', picture)
        assert re.search(r'<img[^>]+height="\d+"', picture)
    assert html.count('fetchpriority="high"') == 1
    assert all('loading="lazy"' in picture for picture in pictures[1:])


def test_a_picture_of_a_private_collection_is_on_no_page(reader, issue):
    collection = Collection.get_first_root_node().add_child(name="Private")
    Picture.objects.update(collection=collection)
    restriction = CollectionViewRestriction.LOGIN
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=restriction)
    flush(deferred=True)
    for path in ("/", "/newsletters/", "/newsletters/october-2020/", "/news/", "/organisations/"):
        html = reader.get(path).content.decode()
        assert "/media/images/" not in html, path
        assert re.search('og:image" content="[^"]+/card/', html), path
    assert SocialCard(issue).cover is None


def test_a_publication_makes_its_pages_and_their_pictures_ahead(reader, publish, issue):
    image = Picture.objects.get(title="Workshop")
    image.renditions.all().delete()
    image.save()
    publish(issue, title="Published just now")
    flush(deferred=True)
    make_changed_pages()
    generate_wanted()
    assert image.renditions.filter(filter_spec__contains="avif").count() >= 2
    assert not Rendition.objects.filter(generated_at=None).exists()
    assert b"Published just now" in reader.get("/newsletters/october-2020/").content
    assert generate_wanted() == 0


def test_an_issue_of_tomorrow_is_not_said_to_have_been_published_then(reader, issue):
    assert "Published on 8 October 2020" in reader.get(issue.url).text
    issue.edition_date = timezone.localdate() + timedelta(7)
    issue.save_revision().publish()
    flush()
    shown = reader.get(issue.url).text
    assert "Published on" not in shown
    assert "Dated " in shown
