"""Translators, their files and the editor of the original at once: nothing is lost.

Real transactions: what is made here is committed, and deleted afterwards.
"""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import polib
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TranslationContext,
    TranslationSource,
)

from localization import sync
from localization.admin import strings
from localization.po import Upload
from newsletters.models import IssuePage, NewsletterIndexPage
from tests.localization.conftest import into_korean, text

ENGLISH = "The second sentence has a tpyo."
EDITED = "The second sentence has a typo."
FIRST = "The first sentence stays."
PATIENCE = 1.5  # seconds, for a thread that should be waiting


@pytest.fixture
def issue(django_db_setup, django_db_blocker) -> Iterator[IssuePage]:
    """An issue in the database that every thread sees."""
    with django_db_blocker.unblock():
        index = NewsletterIndexPage.objects.get(locale__language_code="en")
        facts = {"title": "Crowded", "slug": "crowded", "edition_date": "2026-03-01"}
        page = IssuePage(summary="S.", locale=index.locale, live=False, **facts)
        page.body = json.dumps([text("a", f"<p>{FIRST}</p><p>{ENGLISH}</p>")])
        try:
            index.add_child(instance=page)
            page.save_revision().publish()
            yield page
        finally:
            key = page.translation_key
            for copy in Page.objects.filter(translation_key=key):
                copy.refresh_from_db()
                copy.specific.delete()
            TranslationSource.objects.filter(object_id=key).delete()
            StringTranslation.objects.filter(context__object_id=key).delete()
            TranslationContext.objects.filter(object_id=key).delete()
            connections.close_all()


@pytest.fixture
def translators(django_db_setup, django_db_blocker) -> Iterator[list[Client]]:
    """Two of them."""
    with django_db_blocker.unblock():
        users = [
            get_user_model().objects.create_superuser(name, f"{name}@example.org", "x")
            for name in ("minji", "junho")
        ]
        clients = []
        for user in users:
            clients.append(Client())
            clients[-1].force_login(user)
        yield clients
        for client, user in zip(clients, users, strict=True):
            client.logout()
            user.delete()
        connections.close_all()


def in_parallel(*works: Callable[[], object]) -> None:
    """Do all at once, each in a thread with its own connection; raise what goes wrong."""
    errors: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


class Interruption:
    """Stops one thread in the middle of its work, so that another comes in between if it can."""

    def __init__(self) -> None:
        self.stopped, self.over = threading.Event(), threading.Event()

    def before(self, work: Callable) -> Callable:
        """The work, after a while in which the other thread is at work."""

        def late(*args: Any, **kwargs: Any) -> object:
            self.stopped.set()
            self.over.wait(PATIENCE)
            return work(*args, **kwargs)

        return late

    def by(self, work: Callable[[], object]) -> Callable[[], None]:
        """The other thread's work, which begins when the first is stopped."""

        def between() -> None:
            assert self.stopped.wait(20)
            work()
            self.over.set()

        return between


def save(client: Client, page: Page, segment: StringSegment, words: str) -> Callable[[], None]:
    url = reverse(
        "wagtail_localize:edit_string_translation", args=[into_korean(page).pk, segment.pk]
    )
    body = f'--b\r\nContent-Disposition: form-data; name="value"\r\n\r\n{words}\r\n--b--\r\n'

    def put() -> None:
        response = client.put(url, body, "multipart/form-data; boundary=b")
        assert response.status_code in (200, 201), response.content

    return put


def edit_and_publish(page: Page) -> Callable[[], None]:
    def work() -> None:
        issue = IssuePage.objects.get(pk=page.pk)
        issue.body = json.dumps([text("a", f"<p>{FIRST}</p><p>{EDITED}</p>")])
        issue.save_revision().publish()

    return work


def segment(page: Page, english: str) -> StringSegment:
    return StringSegment.objects.get(source=into_korean(page).source, string__data=english)


def korean(page: Page, english: str) -> StringTranslation:
    return StringTranslation.objects.get(
        translation_of__data=english, context__object_id=page.translation_key
    )


def test_two_translators_save_different_sentences_at_once(issue, translators):
    number = 8
    one, two = segment(issue, FIRST), segment(issue, ENGLISH)
    barrier = threading.Barrier(2)

    def work(client: Client, mine: StringSegment) -> Callable[[], None]:
        saves = [save(client, issue, mine, f"{mine.pk}: {n}") for n in range(number)]

        def all_of_them() -> None:
            barrier.wait(20)
            for put in saves:
                put()

        return all_of_them

    in_parallel(work(translators[0], one), work(translators[1], two))
    for sentence in (one, two):
        row = StringTranslation.objects.get(
            translation_of=sentence.string_id, context=sentence.context_id
        )
        assert row.data == f"{sentence.pk}: {number - 1}"


def test_a_sentence_saved_while_the_original_is_published(issue, translators, monkeypatch):
    """The editor is first: the translator waits, and the words go to the edited sentence."""
    old = segment(issue, ENGLISH)
    save(translators[0], issue, old, "옛말")()
    interruption = Interruption()
    monkeypatch.setattr(sync, "carry_over", interruption.before(sync.carry_over))
    late = save(translators[0], issue, old, "새말")
    in_parallel(edit_and_publish(issue), interruption.by(late))
    assert korean(issue, EDITED).data == korean(issue, ENGLISH).data == "새말"
    assert korean(issue, EDITED).previous_source.text == ENGLISH


def test_an_original_published_while_a_sentence_is_saved(issue, translators, monkeypatch):
    """The translator is first: synchronising waits, and carries the new words over."""
    old = segment(issue, ENGLISH)
    interruption = Interruption()
    monkeypatch.setattr(strings, "texts_known", interruption.before(strings.texts_known))
    first = save(translators[0], issue, old, "새말")
    in_parallel(first, interruption.by(edit_and_publish(issue)))
    assert korean(issue, EDITED).data == korean(issue, ENGLISH).data == "새말"
    assert korean(issue, EDITED).previous_source.text == ENGLISH


def test_a_sentence_saved_while_a_file_is_taken(issue, translators, monkeypatch):
    """Without waiting, both would insert the first translation of the same sentence."""
    translation = into_korean(issue)
    file = polib.POFile()
    file.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "X-WagtailLocalize-TranslationID": str(translation.uuid),
    }
    path = segment(issue, FIRST).context.path
    file.append(polib.POEntry(msgctxt=path, msgid=FIRST, msgstr="파일"))
    file.append(polib.POEntry(msgctxt=path, msgid=ENGLISH, msgstr="파일"))
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])

    def upload() -> None:
        sent = SimpleUploadedFile("a.po", str(file).encode())
        assert translators[0].post(url, {"file": sent}).status_code == 302

    interruption = Interruption()
    monkeypatch.setattr(Upload, "store", interruption.before(Upload.store))
    put = save(translators[1], issue, segment(issue, ENGLISH), "손으로")
    in_parallel(upload, interruption.by(put))
    assert korean(issue, FIRST).data == "파일"
    assert korean(issue, ENGLISH).data == "손으로"
