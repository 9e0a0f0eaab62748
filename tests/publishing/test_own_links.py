"""Links to this site: to the page wherever it moves, fragments as fragments, never the admin."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from publishing.sanitize import clean_html
from tests.localization.conftest import add_issue, text  # noqa: F401 - add_issue is a fixture

OURS = settings.PUBLIC_URL


def link(target: str) -> str:
    return f"<p>See <a {target}>this</a> and that.</p>"


@pytest.mark.parametrize("host", [OURS, ""])
def test_links_to_pages_and_documents_follow_them(issue, korean_issue, host):
    document = get_document_model().objects.create(title="R", file=ContentFile(b"w", name="r.txt"))
    for page in (issue, korean_issue, issue.get_parent(), issue.get_parent().get_parent()):
        found = clean_html(link(f'href="{host}{page.get_url()}"'))
        assert found == link(f'linktype="page" id="{page.pk}"')
    found = clean_html(link(f'href="{host}{document.url}"'))
    assert found == link(f'linktype="document" id="{document.pk}"')


def test_what_is_no_page_keeps_its_address_on_any_host(issue):
    part = f"{issue.get_url()}#part"
    for path in (part, "/organisations/human-asia/", "/search/?q=a&amp;lang=all", "/nope/"):
        assert clean_html(link(f'href="{OURS}{path}"')) == link(f'href="{path}"')


def test_none_leads_into_the_admin(issue):
    edit = f"/admin/pages/{issue.pk}/edit/"
    assert clean_html(link(f'href="{OURS}{edit}#part"')) == link('href="#part"')
    assert clean_html(link(f'href="{edit}#part"')) == link('href="#part"')
    assert clean_html(link(f'href="{edit}"')) == link(f'linktype="page" id="{issue.pk}"')
    for path in ("/admin/", "/admin/pages/999999/edit/", "/admin/images/3/"):
        assert clean_html(link(f'href="{OURS}{path}"')) == "<p>See this and that.</p>"


@pytest.mark.parametrize("digits", ["9" * 5000, "1" * 20, "١٢"])
@pytest.mark.parametrize("path", ["/documents/{}/a.pdf", "/admin/pages/{}/edit/"])
def test_a_number_that_is_no_key_leads_nowhere(db, path, digits):
    found = clean_html(link(f'href="{path.format(digits)}"'))
    assert "linktype" not in found
    assert "/admin/" not in found


@pytest.mark.parametrize("target", ["#part", "tel:+82-2-1", "javascript:alert(1)"])
def test_what_paste_has_disguised_is_itself_again(target):
    stored = clean_html(link(f'href="https://link.invalid/{quote(target)}"'))
    plain = "<p>See this and that.</p>"
    assert stored == (plain if "alert" in target else link(f'href="{target}"'))


@pytest.mark.parametrize(
    "target",
    [
        'href="#part"',
        'href="mailto:a@example.org"',
        'href="tel:+8221234567"',
        'href="https://example.org/admin/"',
        'href="http://kensite.example.org/newsletters/"',
        'href="//example.org/newsletters/"',
        'linktype="page" id="3"',
    ],
)
def test_every_other_link_stays(db, django_assert_num_queries, target):
    with django_assert_num_queries(0):
        assert clean_html(link(target)) == link(target)


def test_a_saved_page_has_them(reader, issue, add_issue, publish):  # noqa: F811
    page = add_issue(text("a", link(f'href="{OURS}/newsletters/october-2020/"')))
    assert f'linktype="page" id="{issue.pk}"' in page.body[0].value["text"].source
    publish(issue, slug="autumn-2020")
    assert 'href="/newsletters/autumn-2020/"' in reader.get(page.get_url()).content.decode()


def test_what_is_no_address_is_no_link(reader):
    """Half an IPv6 address, which no parser takes: in a text, a redirect, a question of the API."""
    assert clean_html(link('href="//[x"')) == "<p>See this and that.</p>"
    Redirect.objects.create(old_path="/gone", redirect_link="//[x")
    assert reader.get("/gone/").status_code == 404
    assert reader.get("/api/v2/pages/find/", {"html_path": "//[x"}).status_code == 404
