"""Somebody who writes in the admin, in a browser: what the tests of lost words share."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client
from wagtail.users.models import UserProfile

from tests.conftest import database

RICH = "[contenteditable=true]:visible"


@contextmanager
def logged_in(browser, server: str, blocker, name: str, language: str = "en") -> Iterator[Any]:
    """A tab on a desk, in which a superuser of this name is logged in."""
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 900})
    with database(blocker):
        user = get_user_model().objects.filter(username=name).first()
        user = user or get_user_model().objects.create_superuser(name, f"{name}@example.org")
        user.password = make_password(name, hasher="pbkdf2_sha256")  # which the server knows
        user.save()
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    take_over(context, server, blocker, name)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.keys = context.new_cdp_session(page)
    try:
        yield page
        assert page.problems == []
    finally:
        context.close()
        with database(blocker):
            get_user_model().objects.filter(username=name).delete()


def take_over(context, server: str, blocker, name: str) -> None:
    """Log this user in, in whatever tabs the browser has."""
    with database(blocker):
        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}])


@contextmanager
def draft(blocker, language: str = "en") -> Iterator[Any]:
    """An issue that nobody has read, with a block of text; whatever comes of it is deleted."""
    from wagtail.models import Page
    from wagtail_localize.models import TranslationSource

    from api.models import Document
    from api.store.sequencer import flush
    from newsletters.models import IssuePage, NewsletterIndexPage
    from work.models import OutgoingMail

    with database(blocker):
        mails = set(OutgoingMail.objects.values_list("pk", flat=True))
        index = NewsletterIndexPage.objects.get(locale__language_code=language)
        name = f"words-{uuid4().hex[:8]}"
        text = {"type": "text", "id": str(uuid4()), "value": {"text": "<p>Text</p>"}}
        facts = {"title": "Words", "summary": "Summary", "edition_date": "2026-03-01"}
        issue = IssuePage(
            slug=name, live=False, locale=index.locale, body=json.dumps([text]), **facts
        )
        index.add_child(instance=issue).save_revision()
    try:
        yield issue
    finally:
        with database(blocker):
            key = issue.translation_key
            TranslationSource.objects.filter(object_id=key).delete()
            for page in Page.objects.filter(translation_key=key).order_by("-path"):
                page.specific.delete()
            flush(deferred=True)
            Document.objects.filter(key=key).delete()
            OutgoingMail.objects.exclude(pk__in=mails).delete()


def stored(blocker, issue: Any) -> dict[str, str]:
    """What the latest revision of an issue says, by the names of `write`."""
    with database(blocker):
        latest = type(issue).objects.get(pk=issue.pk).get_latest_revision_as_object()
        rich = latest.body[0].value["text"].source
        return {"title": latest.title, "summary": latest.summary, "text": rich}


def open_editor(page, issue: Any) -> None:
    """Open the editor of an issue, ready to be typed in."""
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.locator(RICH).first.wait_for()


def write(page, words: str, pause: int = 0) -> None:
    """Type words at the end of the title, the summary and the text; the text last."""
    for field in ("#id_title", "#id_summary", RICH):
        page.locator(field).first.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(words)
    if pause:
        page.wait_for_timeout(pause)


def compose(page, *syllables: str) -> None:
    """What an input method shows while it composes; it is not committed."""
    for text in syllables:
        state = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        page.keys.send("Input.imeSetComposition", state)
