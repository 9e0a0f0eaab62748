"""An embargo is whole: before its time and after it nothing tells of a page, in any language."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from api.store.freshness import resting
from localization.publish import publish_translation
from localization.snippets import displayable
from newsletters.models import IssuePage, Organisation
from tests.localization.conftest import in_korean, into_korean
from tests.localization.family import WORD, Family, grow, leaks, submit

NOW = timezone.now().replace(microsecond=0)
LATER = NOW + timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Callable[[datetime], None]:
    """What time it is: `clock(moment)`, for requests as for the scheduled job."""
    real = timezone.now
    started = real()
    set_to = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: set_to[0] + (real() - started) / 10**6)

    def turn(moment: datetime) -> None:
        set_to[0] = moment

    return turn


@pytest.fixture(autouse=True)
def three_languages(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES


@pytest.fixture
def family(add_issue) -> Family:
    """As readers have it, except for the French page, which goes its own way."""
    family = grow(add_issue)
    family.french.unpublish()
    return family


@pytest.fixture
def job(committed) -> Callable[[], None]:
    """The scheduled job, which every machine may run."""

    def run() -> None:
        with committed():
            call_command("publish_scheduled", verbosity=0)

    return run


@pytest.fixture
def draft(family) -> Family:
    """Offline again, in every language."""
    family.english.refresh_from_db()
    family.english.unpublish()
    return family


def schedule(committed, page: IssuePage, at: datetime | None, **changes: object) -> None:
    """Schedule the page as its editor does."""
    page = IssuePage.objects.get(pk=page.pk)
    page = page if page.live else page.get_latest_revision_as_object()
    for name, value in {**changes, "go_live_at": at}.items():
        setattr(page, name, value)
    with committed():
        page.save_revision().publish()


def titles(page: Page) -> str:
    return Page.objects.get(pk=page.pk).title


# ── Before its time ──────────────────────────────────────────────────────────────────────────


def test_what_is_scheduled_is_told_nowhere_until_its_second(draft, reader, committed, clock, job):
    schedule(committed, draft.english, LATER)
    assert leaks(reader, draft) == []
    assert not any(page.live for page in draft.pages)
    clock(LATER - SECOND)
    job()
    assert leaks(reader, draft) == []
    clock(LATER + SECOND)
    job()
    for page in (draft.english, draft.mirrors[0]):
        assert reader.get(page.get_url()).status_code == 200
        assert Page.objects.get(pk=page.pk).first_published_at
    assert len(leaks(reader, draft)) > 20


def test_a_mirror_made_of_what_is_scheduled(draft, reader, committed, clock, job):
    """Upstream: the mirror is public with all its words, and later without a first date."""
    schedule(committed, draft.english, LATER)
    english = IssuePage.objects.get(pk=draft.english.pk)
    mirror = english.create_alias(parent=english.get_parent(), update_slug="another")
    schedule(committed, draft.english, LATER + SECOND)
    assert reader.get(mirror.get_url()).status_code == 404
    clock(LATER + 2 * SECOND)
    job()
    mirror = Page.objects.get(pk=mirror.pk)
    assert reader.get(mirror.get_url()).status_code == 200
    assert mirror.first_published_at == IssuePage.objects.get(pk=english.pk).first_published_at


@pytest.fixture
def mirrored(draft) -> list[IssuePage]:
    """An issue that was never published, a mirror of it, and a mirror of that."""
    english = IssuePage.objects.get(pk=draft.english.pk)
    english.first_published_at = english.last_published_at = None
    english.save()
    mirror = english.create_alias(parent=english.get_parent(), update_slug="another")
    second = mirror.create_alias(parent=english.get_parent(), update_slug="a-third")
    return [english, mirror, second]


@pytest.mark.parametrize("moment", [None, LATER], ids=["at once", "scheduled"])
def test_mirrors_of_what_was_never_published(mirrored, moment, reader, committed, clock, job):
    """Upstream they are live as soon as it is scheduled, and never get a first date."""
    schedule(committed, mirrored[0], moment)
    if moment:
        pks = [page.pk for page in mirrored]
        early = Page.objects.filter(pk__in=pks).exclude(live=False, first_published_at=None)
        assert not early.exists()
        clock(LATER + SECOND)
        job()
    rows = [Page.objects.get(pk=page.pk) for page in mirrored]
    assert [reader.get(row.get_url()).status_code for row in rows] == [200] * 3
    dates = {row.first_published_at for row in rows}
    assert len(dates) == 1
    assert None not in dates


def test_mirrors_of_a_schedule_that_is_cancelled(mirrored, reader, committed, clock, job):
    """Upstream the mirror goes public at the time that was cancelled."""
    schedule(committed, mirrored[0], LATER)
    revision = IssuePage.objects.get(pk=mirrored[0].pk).scheduled_revision
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    clock(LATER + SECOND)
    job()
    assert [reader.get(page.get_url()).status_code for page in mirrored] == [404] * 3


def test_newer_words_of_a_page_that_readers_have(family, reader, committed, clock, job):
    schedule(committed, family.english, LATER, title="Murmur")
    with committed():
        submit(family.english, "ko")
    assert [titles(page) for page in (family.english, family.mirrors[0])] == [f"{WORD} title"] * 2
    for path in (family.english.get_url(), family.mirrors[0].get_url(), "/sitemap.xml"):
        assert "Murmur" not in reader.get(path).content.decode()
    for path in ("/api/v2/pages/?search=murmur", "/api/v1/search/?q=murmur&locale=en"):
        assert "Murmur" not in reader.get(path).content.decode()
    key = family.english.translation_key
    assert "Murmur" not in reader.get(f"/api/v1/issues/{key}/?locale=en").content.decode()
    clock(LATER + SECOND)
    job()
    assert "Murmur" in reader.get(family.mirrors[0].get_url()).content.decode()


def test_a_mirror_does_not_keep_what_its_original_gave_up(family, reader, committed):
    """A page that was never published from a revision is taken offline when it is scheduled."""
    Page.objects.filter(pk=family.english.pk).update(live_revision=None)
    schedule(committed, family.english, LATER)
    assert not any(page.live for page in family.pages)
    assert leaks(reader, family) == []


def test_a_translation_waits_for_its_original(draft, reader, committed, clock, job):
    """Frozen from a page that was loaded before it was scheduled, it does not know when."""
    translation = into_korean(draft.english)
    schedule(committed, draft.english, LATER)
    source = translation.source
    stale = IssuePage.objects.get(pk=draft.english.pk)
    stale.go_live_at = None
    source.update_or_create_from_instance(stale)
    with committed():
        publish_translation(into_korean(draft.english))
    assert not in_korean(draft.english).live
    assert leaks(reader, draft) == []
    clock(LATER + SECOND)
    job()
    assert in_korean(draft.english).live


def test_a_schedule_that_is_cancelled_is_cancelled_everywhere(
    draft, editor, reader, clock, job, committed
):
    schedule(committed, draft.english, LATER)
    with committed():
        publish_translation(into_korean(draft.english))
    revision = IssuePage.objects.get(pk=draft.english.pk).scheduled_revision
    path = reverse("wagtailadmin_pages:revisions_unschedule", args=[draft.english.pk, revision.pk])
    assert editor.post(path).status_code == 302
    assert in_korean(draft.english).scheduled_revision is None
    clock(LATER + SECOND)
    job()
    assert not any(page.live for page in draft.pages)
    assert leaks(reader, draft) == []


def test_a_live_row_whose_time_is_yet_to_come_is_hidden(family, reader, clock):
    """Whatever wrote it: code, a restored file, another machine whose clock is ahead."""
    for page in family.pages:
        page = page.specific
        page.go_live_at = LATER
        page.save()
    assert leaks(reader, family) == []
    clock(LATER)
    assert reader.get(family.english.get_url()).status_code == 200


def test_an_organisation_is_hidden_alike(reader, db, clock):
    organisation = Organisation.objects.filter(locale__language_code="en").first()
    twins = Organisation.objects.filter(translation_key=organisation.translation_key)
    for twin in twins:
        twin.go_live_at, twin.name = LATER, WORD
        twin.save()
    for path in ("/organisations/", "/api/v1/organisations/", f"/organisations/{twin.slug}/"):
        assert WORD not in reader.get(path).content.decode()
    assert displayable(twin) is None
    clock(LATER)
    assert displayable(twin) == twin


# ── After it ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_over_is_over_everywhere(family, reader, committed, clock, job):
    """Also where somebody keeps the translation locked, and before the job comes round."""
    korean = in_korean(family.english)
    korean.locked = True
    korean.save()
    schedule(committed, family.english, None, expire_at=LATER)
    assert len(leaks(reader, family)) > 20
    clock(LATER)
    assert leaks(reader, family) == []
    job()
    clock(LATER + SECOND)
    job()
    assert not any(page.live for page in family.pages)
    assert leaks(reader, family) == []


def test_what_is_over_is_over_while_nobody_can_write_the_store(
    family, reader, committed, clock, monkeypatch
):
    """Not from memory, not from the store: each answer leaves it out, or says to ask again."""
    schedule(committed, family.english, None, expire_at=LATER)
    sync = reader.get("/api/v1/sync/?locale=en&limit=100")
    listed = reader.get("/api/v1/issues/?locale=en")
    assert len(leaks(reader, family)) > 20  # and now it is in memory
    monkeypatch.setitem(resting, "until", time.monotonic() + 600)
    assert len(leaks(reader, family)) > 20
    clock(LATER)
    assert leaks(reader, family) == []
    known = {"If-None-Match": listed["ETag"]}
    assert reader.get("/api/v1/issues/?locale=en", headers=known).status_code == 200
    for path in (
        f"/api/v1/issues/{family.english.translation_key}/?locale=en",
        f"/api/v1/issues/{family.english.translation_key}/?locales=en,ko",
        f"/api/v1/lookup/?path={family.english.get_url()}",
        "/api/v1/sync/?locale=en&limit=100",
    ):
        refused = reader.get(path)
        assert (refused.status_code, refused["Retry-After"]) == (503, "2"), path
        assert reader.get(path, headers={"If-None-Match": "*"}).status_code == 503, path
    monkeypatch.setitem(resting, "until", 0.0)
    changes = reader.get(f"/api/v1/sync/?token={sync.json()['next_token']}").json()["items"]
    keys = {each["key"] for each in changes if each["op"] == "delete"}
    assert str(family.english.translation_key) in keys


def test_a_longer_time_is_shared_too(family, reader, committed, clock):
    schedule(committed, family.english, None, expire_at=LATER)
    schedule(committed, family.english, None, expire_at=None)
    clock(LATER)
    assert reader.get(in_korean(family.english).get_url()).status_code == 200
    assert reader.get(family.mirrors[0].get_url()).status_code == 200
