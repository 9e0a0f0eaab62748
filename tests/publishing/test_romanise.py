"""Hangul titles get addresses in Latin letters, also in the browser; names of files are NFC."""

import unicodedata
from io import BytesIO

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Page

from home.models import HomePage, StandingPage
from images.models import Picture
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from publishing.romanise import address_of, romanised
from tests.images.pictures import drawing
from tests.publishing.test_schedule import form_of

TITLES = {
    "한국 시민사회 소식": "hanguk-siminsahoe-sosik",
    "서울": "seoul",
    "2026년 봄호": "2026nyeon-bomho",
    "4·16연대": "416yeondae",
    "KEN 뉴스": "ken-nyuseu",
    "값": "gap",
    "Élan – Été": "elan-ete",
    "!?": "",
}


@pytest.mark.parametrize(("title", "address"), TITLES.items())
def test_titles_become_addresses(title, address):
    assert address_of(title) == address
    assert address_of(unicodedata.normalize("NFD", title)) == address
    assert len(address_of(title * 60, 80)) <= 80


@pytest.mark.browser
def test_the_browser_does_the_same(page):
    """Every syllable there is, by the script that the admin loads."""
    syllables = [chr(number) for number in range(0xAC00, 0xD7A4)]
    path = staticfiles_storage.url("publishing/romanise.js")
    page.goto("/robots.txt")
    assert page.evaluate(
        f"async all => all.map((await import('{path}')).romanised)", syllables
    ) == [romanised(letter) for letter in syllables]


def test_a_hangul_title_without_an_address_is_published(editor, issue):
    archive = NewsletterIndexPage.objects.get(locale=issue.locale)
    address = f"/admin/pages/add/newsletters/issuepage/{archive.pk}/"
    for slug in ("", "-"):
        editor.post(address, form_of(title="봄 소식", slug=slug, action="publish"))
    made = IssuePage.objects.filter(title="봄 소식").order_by("pk")
    assert [(page.slug, page.live) for page in made] == [("bom-sosik", True), ("bom-sosik-2", True)]
    said = editor.post(address, form_of(title="!?", slug="", action="publish")).content.decode()
    assert "Fill this in, in Latin letters: the title has none." in said
    home = HomePage.objects.get(locale=issue.locale)
    home.add_child(instance=StandingPage(title="Search", locale=home.locale))
    assert Page.objects.child_of(home).filter(slug="search-2").exists(), "not one of the site's"
    organisation = Organisation(name="인권재단 사람", locale=issue.locale)
    organisation.save()
    assert organisation.slug == "ingwonjaedan-saram"


def upload(editor: Client, address: str, name: str, content: bytes) -> None:
    """As macOS sends it: letters taken apart."""
    name = unicodedata.normalize("NFD", name)
    file = SimpleUploadedFile(name, content)
    editor.post(address, {"title": name.rpartition(".")[0][:255], "file": file})


def test_names_are_composed_and_of_any_length(editor):
    upload(editor, "/admin/documents/add/", "보고서.txt", b"words")
    upload(editor, "/admin/documents/add/", f"{'가' * 84}.txt", b"words")
    upload(editor, "/admin/documents/add/", f"{'a' * 250}.{'b' * 40}", b"words")
    found = list(get_document_model().objects.order_by("-pk")[:3])
    assert found[2].title == "보고서"
    assert found[2].filename.startswith("보고서")
    for document in found:
        assert unicodedata.is_normalized("NFC", document.title + document.file.name)
        sent = Client().get(document.url)
        assert (sent.status_code, b"".join(sent.streaming_content)) == (200, b"words")
    picture = drawing()
    data = BytesIO()
    picture.save(data, "PNG")
    upload(editor, "/admin/images/add/", "한강.png", data.getvalue())
    assert Picture.objects.latest("pk").title == "한강"
