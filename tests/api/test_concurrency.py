"""An app keeps a copy while editors work at once and are killed: nothing of it is ever wrong.

Real processes and transactions: what is made here is committed, and deleted afterwards.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client
from wagtail.models import Page

from api.models import Document, Mark
from api.store import freshness
from api.store.reconcile import reconcile
from api.store.sequencer import flush
from images.models import Picture
from newsletters.models import IssuePage, NewsletterIndexPage
from tests.api.conftest import Offline
from tests.conftest import ROOT, server_environment

SECONDS = 8
PAGES = 4


@pytest.fixture
def crowded(django_db_setup, django_db_blocker) -> Iterator[list[int]]:
    """Issues in the database that every process sees, each with a picture; their primary keys."""
    with django_db_blocker.unblock():
        picture = Picture.objects.first()
        credit, keys, pks = picture.credit, [], []
        index = NewsletterIndexPage.objects.get(locale__language_code="en")
        image = {"image": picture.pk, "alt_text": "A picture", "decorative": False}
        block = {"type": "image", "id": "image", "value": {"image": image, "caption": ""}}
        try:
            for number in range(PAGES):
                facts = {"slug": f"crowded-{number}", "edition_date": f"2026-03-0{number + 1}"}
                page = IssuePage(title="Crowded", summary="S.", locale=index.locale, **facts)
                page.body = json.dumps([block])
                index.add_child(instance=page)
                page.save_revision().publish()
                keys.append(page.translation_key)
                pks.append(page.pk)
            yield [picture.pk, *pks]
        finally:
            for page in Page.objects.filter(translation_key__in=keys).order_by("-path"):
                page.specific.delete()
            Document.objects.filter(key__in=keys).delete()
            picture.credit = credit
            picture.save()
            flush(deferred=True)
            connections.close_all()


@pytest.mark.faults
def test_a_copy_is_right_whatever_editors_do_and_whenever_they_are_killed(
    crowded, django_db_blocker
):
    command = [sys.executable, "-m", "tests.api.editors", SECONDS, *crowded]
    editors = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=server_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    with django_db_blocker.unblock():
        app, updates = Offline(Client(), "en"), 0
        try:
            while editors.poll() is None:
                updates += bool(app.update())
        finally:
            editors.terminate()
        done, started = map(int, editors.stdout.read().split())
        assert editors.returncode == 0, "an editor failed by itself"
        # Few on a busy machine, but never none
        assert done > 4, "the editors did next to nothing"
        assert started > 5, "hardly one was killed"
        assert updates, "the copy was never brought up to date while they worked"
        freshness.resting["until"] = 0.0  # else what a lock held up waits two seconds more
        app.update()
        assert reconcile() == 0, "after an update there was something newer"
        truth = Document.objects.filter(locale="en", gone=False)
        assert {(d.type, str(d.key)): json.loads(d.payload) for d in truth} == app.copy
        fresh = Offline(Client(), "en")
        fresh.update()
        assert fresh.copy == app.copy
        assert not Mark.objects.exists()
        connections.close_all()
