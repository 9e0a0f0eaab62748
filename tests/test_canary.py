"""No word of private, draft, expired or future content leaves by any output, in any language.

Every output joins here: add its addresses to `every_output`.
"""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import translate_url
from django.utils import timezone, translation
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation

from api.v1.endpoint import endpoints
from home.models import HomePage, OrganisationsPage
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ECHOES = ("/api/v2/pages/?search", "/search/?q=", "/ko/search/?q=")  # repeat what was asked for
STATES = ["private", "below-private", "draft", "expired", "future", "unpublished"]


def token(state: str, language: str) -> str:
    return f"CANARY-{state}-{language}"


def picture_of(word: str):
    """A picture that only a hidden page shows."""
    image = get_image_model().objects.first()
    return {"image": image.pk, "alt_text": word, "decorative": False}


def body(word: str, linked: list[int] = ()) -> str:
    """A body whose every kind of leaf holds the word, and which links to other pages."""
    links = "".join(f'<a linktype="page" id="{pk}">link</a>' for pk in linked)
    blocks = [
        {"type": "heading", "value": {"text": word}},
        {"type": "text", "value": {"text": f"<p>{word} {links}</p>"}},
        {"type": "image", "value": {"image": picture_of(word), "caption": word}},
        {"type": "quote", "value": {"quote": word, "attribution": word, "role": word}},
    ]
    return json.dumps([{**block, "id": f"{word}-{i}"} for i, block in enumerate(blocks)])


def issue_page(state: str, language: str) -> IssuePage:
    word = token(state, language)
    return IssuePage(
        title=word,
        slug=word.lower(),
        edition_date="2020-01-01",
        summary=word,
        search_description=word,
        cover=get_image_model().objects.first(),
        cover_alt=word,
        body=body(word),
        show_in_menus=True,
        locale=Locale.objects.get(language_code=language),
    )


def hide(state: str, language: str) -> IssuePage:
    """An issue in the archive of this language that nobody may see."""
    index = NewsletterIndexPage.objects.get(locale__language_code=language)
    page = index.add_child(instance=issue_page(state, language))
    now = timezone.now()
    if state == "private":
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
    elif state == "below-private":
        page.move(private_section(language), pos="last-child")
    elif state == "expired":  # the scheduled job has not come round yet
        IssuePage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))
    elif state == "draft":
        IssuePage.objects.filter(pk=page.pk).update(live=False)
        page.save_revision()
    elif state == "future":
        IssuePage.objects.filter(pk=page.pk).update(live=False)
        page.refresh_from_db()
        page.go_live_at = now + timedelta(days=1)
        page.save_revision(approved_go_live_at=page.go_live_at).publish()
    else:
        page.unpublish()
    return IssuePage.objects.get(pk=page.pk)


def mirror(page: IssuePage) -> IssuePage:
    """An alias of a hidden page, made after it was hidden, and known to its next publication."""
    index = NewsletterIndexPage.objects.get(locale=page.locale)
    alias = page.create_alias(parent=index, update_slug=f"{page.slug}-mirror")
    if page.go_live_at:
        page.get_latest_revision_as_object().save_revision().publish()
    return IssuePage.objects.get(pk=alias.pk)


def private_section(language: str) -> Page:
    """A section that is private as a whole."""
    home = HomePage.objects.get(locale__language_code=language)
    section = home.add_child(
        instance=Page(title=f"CANARY-section-{language}", slug="canary-section", locale=home.locale)
    )
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    return section


@pytest.fixture
def hidden(db) -> list[IssuePage]:
    """Hidden issues in every state and language, and public ones that link to them."""
    pages = [hide(state, language) for state in STATES for language in LANGUAGES]
    pages += [mirror(page) for page in pages]
    Translation.objects.update(enabled=False)  # so that Korean can be written by hand below
    for language in LANGUAGES:
        issue = IssuePage.objects.get(slug="october-2020", locale__language_code=language)
        linked = body("public words", [page.pk for page in pages])
        issue.body = issue._meta.get_field("body").to_python(linked)
        issue.save_revision().publish()
        issue.title = token("unpublished-edit", language)  # an edit that is not out yet
        issue.save_revision()
    return pages


def every_output(hidden: list[IssuePage]) -> list[str]:
    """The address of everything that an anonymous reader can ask for."""
    paths = [
        "/nope/",
        "/sitemap.xml",
        "/robots.txt",
        "/calendar.ics",
        "/ko/calendar.ics",
        "/api/v2/images/?fields=*&limit=50",
        "/api/v2/documents/?fields=*&limit=50",
        "/api/v2/pages/?limit=50",
        "/api/v2/pages/?fields=*&limit=50",
    ]
    paths += v1_outputs(hidden)
    paths += searches()
    for language in LANGUAGES:
        paths += [f"/api/v2/pages/?locale={language}&type=newsletters.IssuePage&fields=*"]
        paths += [f"/api/v2/pages/?search={token('draft', language)}"]
    for page in Page.objects.filter(depth__gt=1).exclude(pk__in=[p.pk for p in hidden]):
        paths += [page.get_url(), f"/api/v2/pages/{page.pk}/"]
    for page in OrganisationsPage.objects.all():
        paths += [f"{page.get_url()}{o.slug}/" for o in Organisation.objects.all()]
    for page in hidden:
        address = Page.objects.get(pk=page.pk).get_url()
        paths += [address, f"/api/v2/pages/{page.pk}/", f"/api/v2/pages/?translation_of={page.pk}"]
        paths += [f"/api/v2/pages/find/?html_path={address}", f"/api/v2/pages/?child_of={page.pk}"]
        for language in LANGUAGES:  # where a page that is missing would be offered in another one
            with translation.override(page.locale.language_code):
                paths += [translate_url(address, language)]
    return paths


def searches() -> list[str]:
    """Searches for every part of every token, for readers and for apps."""
    words = {token(state, LANGUAGES[number % 2]) for number, state in enumerate(STATES)}
    words |= {"canary", "CANAR", "private", "expired", "unpublished", "canarry", "카나리"}
    paths = []
    for word in sorted(words):
        paths += [f"/search/?q={word}", f"/ko/search/?q={word}&lang=all"]
        for name in ("search", "suggest"):
            paths += [f"/api/v1/{name}/?q={word}&locale={each}" for each in (*LANGUAGES, "all")]
    return paths


def no_search_counts_what_is_hidden(reader: Client) -> None:
    """No result, facet, suggestion, name or spelling knows of it."""
    for language in (*LANGUAGES, "all"):
        for word in ("CANARY", "CANARY-private-en", "canary-draft"):
            asked = {"q": word, "locale": language}
            found = reader.get("/api/v1/search/", asked).json()
            assert found["total"] == 0, found
            assert found["facets"] == {"kind": [], "year": []}
            assert "canary" not in (found["did_you_mean"] or "")
            assert reader.get("/api/v1/suggest/", asked).json() == {"items": []}


def v1_outputs(hidden: list[IssuePage]) -> list[str]:
    """Every endpoint of the API in every language, in all forms of rich text."""
    paths = [f"/api/v1/{each.path}" for each in endpoints() if "{" not in each.path]
    for language in LANGUAGES:
        more = f"locale={language}&rich_text=html,nodes"
        paths += [f"/api/v1/{name}/?{more}" for name in ("site", "sync")]
        paths += [f"/api/v1/sync/?{more}&limit=100"]
        for name in ("issues", "entries", "events", "organisations"):
            paths += [f"/api/v1/{name}/?{more}&fields=full&limit=50"]
        paths += [f"/api/v1/entries/?{more}&issue={page.translation_key}" for page in hidden]
    for page in Page.objects.filter(depth__gt=1).specific():
        name = "issues" if isinstance(page, IssuePage) else "pages"
        for language in LANGUAGES:
            more = f"locale={language}&rich_text=html,nodes&fallback=en"
            paths += [f"/api/v1/{name}/{page.translation_key}/?{more}"]
        paths += [f"/api/v1/issues/{page.translation_key}/?locales=en,ko&rich_text=html,nodes"]
        paths += [f"/api/v1/lookup/?rich_text=html,nodes&path={page.get_url()}"]
    for one in Organisation.objects.all():
        more = f"locale={one.locale.language_code}&rich_text=html,nodes"
        paths += [f"/api/v1/organisations/{one.translation_key}/?{more}"]
    for image in get_image_model().objects.all():
        paths += [f"/api/v1/images/{image.pk}/"]
    return paths


def the_canary_sings(editor: Client, hidden: list[IssuePage]) -> None:
    """The tokens are really there: the admin shows each of them."""
    for page in hidden[:: len(LANGUAGES)]:
        assert page.title in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_no_word_leaves(reader, editor, hidden):
    the_canary_sings(editor, hidden)
    hidden_pages_are_refused(reader, hidden)
    no_search_counts_what_is_hidden(reader)
    asked = every_output(hidden)
    assert len(asked) > 200
    for path in asked:
        response = reader.get(path, follow=True)
        assert response.status_code != 400 or "v1" not in path or "?" not in path, path
        said = f"{response.content.decode()} {dict(response.headers)}"
        # a request for a hidden page may repeat the address that was asked for, nothing more
        echo = path.lower()
        leaks = {w for w in re.findall(r"canary-[\w-]+", said.lower()) if w not in echo}
        assert not leaks, f"{path} ({response.status_code}) says {leaks}"
        assert "CANARY" not in said or path.startswith(ECHOES), path


def hidden_pages_are_refused(reader: Client, hidden: list[IssuePage]) -> None:
    for page in hidden:
        response = reader.get(page.get_url())
        assert response.status_code in (302, 404) or "password" in response.content.decode(), page
        assert reader.get(f"/api/v2/pages/{page.pk}/").status_code == 404
        prefix = "" if page.locale.language_code == "en" else f"/{page.locale.language_code}"
        assert reader.get(f"{prefix}/card/{page.translation_key}.jpg").status_code == 404


def test_documents_of_a_private_collection_are_refused(reader, db):
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = get_document_model().objects.create(
        title="Private", file=ContentFile(b"CANARY-document", name="p.txt"), collection=collection
    )
    assert b"CANARY" not in reader.get(document.url, follow=True).content
    assert reader.get(f"/media/{document.file.name}").status_code == 404


def test_an_organisation_that_is_unpublished_is_named_nowhere(reader, db):
    organisations = Organisation.objects.filter(website="https://ecre.org/")
    assert {o.locale.language_code for o in organisations} == set(LANGUAGES)
    organisations.update(name="CANARY-organisation", website="https://canary.example/", live=False)
    for issue in IssuePage.objects.filter(slug="october-2020"):
        key, locale = issue.translation_key, issue.locale.language_code
        v1 = f"/api/v1/issues/{key}/?locale={locale}&rich_text=html,nodes"
        for path in (issue.get_url(), f"/api/v2/pages/{issue.pk}/", v1):
            response = reader.get(path)
            assert response.status_code == 200
            assert "canary" not in response.content.decode().lower()
        assert b"canary" not in reader.get(f"/api/v1/organisations/?locale={locale}").content
