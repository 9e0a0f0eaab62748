"""A form that is refused says what is wrong, where, and leads there."""

import re
from html import unescape

from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from newsletters.models import Organisation
from publishing.messages import fault_list
from publishing.preflight import faults
from tests.localization.conftest import add_issue, text  # noqa: F401 - add_issue is a fixture
from tests.publishing.test_schedule import form_of

EVENT, LINK = "7c9e6679-7425-40de-944b-e07fc1f90ae7", "a057d7fd-0b3c-4b5a-9a55-4c6e6f0b8b11"


def faulty() -> dict:
    """An event that ends before it starts, and a list with a link to nowhere."""
    event = {
        "title": "Talk",
        "summary": rich_text("<p>Hello.</p>"),
        "precision": "day",
        "start_date": "2026-03-05",
        "end_date": "2026-03-01",
        "time_zone": "Asia/Seoul",
        "image": {"image": "", "decorative": "", "alt_text": ""},
        "organisers": streamfield([]),
        "materials": streamfield([]),
    }
    links = streamfield([("item", {"label": "", "url": "nowhere", "description": ""})])
    body = streamfield([("event", event), ("links", {"title": "", "links": links})])
    return {**body, "0-id": EVENT, "1-id": LINK}


def said(response) -> str:
    """The messages, with the addresses of their links."""
    html = " ".join(str(message) for message in response.context["messages"])
    html = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"\2 [\1]", html)
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def test_a_refused_publication_names_every_block(editor, admin_user, add_issue):  # noqa: F811
    page = add_issue(text("a", "<p>Hello.</p>"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_of(title="", slug=page.slug, body=faulty(), action="publish")
    response = editor.post(address, data)
    message, html = said(response), response.content.decode()
    for target in re.findall(r"\[#(id_[^\]]*)\]", message):
        assert f'id="{target}"' in html
    assert "Title [#id_title-label]: This field is required." in message
    place = f"Body › 1. Event › Last day [#block-{EVENT}-section]"
    assert f"{place}: The last day is before the first one." in message.replace("Contents", "Body")
    assert re.search(
        r"Contents › 2\. Links › Links › 1 › Label \[#block-[-0-9a-f]{36}-section\]: This field",
        message,
    )
    assert "Address" in message
    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = "ko"
    profile.save()
    with translation.override("ko"):
        assert "행사 ›" in said(editor.post(address, data))


def test_so_do_new_pages_and_organisations(editor, add_issue):  # noqa: F811
    parent = add_issue().get_parent()
    add = reverse("wagtailadmin_pages:add", args=["newsletters", "issuepage", parent.pk])
    data = form_of(title="New", slug="", body=faulty(), action="publish")
    assert "1. Event › Last day" in said(editor.post(add, data))
    add = reverse("wagtailsnippets_newsletters_organisation:add")
    data = {"name": "", "kind": "ngo", "social_links": streamfield([("link", "nowhere")])}
    data |= {"description": "null", "action-publish": "action-publish"}
    message = said(editor.post(add, nested_form_data(data)))
    assert "Official name [#id_name-label]" in message
    organisation = Organisation.objects.first()
    edit = reverse("wagtailsnippets_newsletters_organisation:edit", args=[organisation.pk])
    message = said(editor.post(edit, nested_form_data(data)))
    assert "Social media › 1. Address" in message


def test_a_refusal_in_a_workflow_leads_to_the_place(editor, add_issue):  # noqa: F811
    page = add_issue(text("a", "<p>Hello.</p>"))
    page.body = [("news", {"headline": "", "text": ""})]
    page.save_revision(clean=False)
    html = fault_list(faults(page))
    assert f'href="#block-{page.body[0].id}-section">Contents › 1. News item › Headline' in html
