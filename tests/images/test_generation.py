"""Renditions are generated outside readers' requests: each once, one at a time."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.store import doorbell
from images import generation
from images.generation import generate_wanted, note
from images.models import Lease, Picture, Rendition
from tests.images.conftest import upload

OCTOBER = "/newsletters/october-2020/"
SPEC = "width-100|format-webp"


@pytest.fixture
def encoded(monkeypatch) -> list[str]:
    """The filters that were encoded, in their order."""
    found: list[str] = []
    encode = Picture.generate_rendition_file

    def watched(self, filter, **options):
        found.append(filter.spec)
        return encode(self, filter, **options)

    monkeypatch.setattr(Picture, "generate_rendition_file", watched)
    return found


def test_a_page_encodes_nothing_and_its_pictures_come_by_themselves(reader, issue, encoded):
    picture = upload()
    type(issue).objects.filter(pk=issue.pk).update(cover=picture)
    first = reader.get(OCTOBER).content
    assert encoded == []
    address = picture.get_rendition("fill-480x560|format-avif").url
    assert address in first.decode()
    waiting = reader.get(address)
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "2")
    assert waiting["Cache-Control"] == "no-store"
    generate_wanted()
    assert len(encoded) == len(set(encoded)) >= 6
    assert reader.get(address).status_code == 200
    assert reader.get(OCTOBER).content == first


@pytest.mark.parametrize(
    "spec",
    ["width-100|format-avif", "fill-60x90|format-jpeg", "fill-900x90|format-webp", "max-165x165",
     "min-33x77", "height-39|format-png", "scale-33.3|format-webp", "original|format-jpeg"],
)  # fmt: skip
def test_size_and_address_are_known_before_the_file(reader, db, spec):
    picture = upload()
    rendition = picture.get_rendition(spec)
    said = (rendition.width, rendition.height, rendition.url)
    generate_wanted()
    stored = Picture.objects.get(pk=picture.pk).get_rendition(spec)
    assert (stored.width, stored.height, stored.url) == said
    with stored.get_willow_image() as willow:
        assert willow.get_size() == said[:2]
    assert reader.get(stored.url)["Content-Type"] == f"image/{willow.format_name}"


def test_a_lost_file_is_made_again(reader, db, encoded):
    rendition = upload().get_rendition(SPEC)
    generate_wanted()
    default_storage.delete(rendition.file.name)
    assert reader.get(rendition.url).status_code == 503
    generate_wanted()
    assert reader.get(rendition.url).status_code == 200
    assert len(encoded) == 2


def test_a_lost_row_is_made_again_from_the_address_alone(reader, db):
    rendition = upload().get_rendition(SPEC)
    generate_wanted()
    default_storage.delete(rendition.file.name)
    Rendition.objects.filter(image=rendition.image).delete()
    assert reader.get(rendition.url).status_code == 503
    generate_wanted()
    assert reader.get(rendition.url).status_code == 200


def test_another_file_or_focal_point_has_other_addresses(db):
    picture = upload()
    addresses = {picture.get_rendition("fill-60x90").url}
    generate_wanted()
    picture.focal_point_x = picture.focal_point_y = 100
    picture.focal_point_width = picture.focal_point_height = 10
    picture.save()
    addresses.add(picture.get_rendition("fill-60x90").url)
    picture.file = upload().file.file
    picture.file._committed = False
    picture.save()
    addresses.add(picture.get_rendition("fill-60x90").url)
    assert len(addresses) == 3


def test_a_picture_that_fails_stops_no_other_and_rests(reader, db, encoded, monkeypatch):
    bad, good = upload(), upload()
    default_storage.delete(bad.file.name)
    note(bad.pk, SPEC)
    note(good.pk, SPEC)
    assert generate_wanted() == 1
    failed = bad.renditions.get()
    assert (failed.attempts, failed.generated_at) == (1, None)
    assert "Error" in failed.error
    assert failed.retry_at > timezone.now()
    for _again in range(3):
        assert reader.get(failed.url).status_code == 503
        assert generate_wanted() == 0
    assert len(encoded) == 2
    bad.renditions.update(retry_at=timezone.now())
    generate_wanted()
    assert bad.renditions.get().retry_at > timezone.now() + timedelta(seconds=90)


def test_one_process_at_a_time_and_a_dead_one_is_followed(db, encoded):
    note(upload().pk, SPEC)
    until = timezone.now() + timedelta(seconds=30)
    Lease.objects.update_or_create(pk=1, defaults={"holder": "other", "expires_at": until})
    assert generate_wanted() == 0
    assert encoded == []
    Lease.objects.update(expires_at=timezone.now())
    assert generate_wanted() == 1


def test_a_killed_encoder_is_taken_up_again(db, encoded, monkeypatch):
    note(upload().pk, SPEC)

    def killed(rendition):
        raise SystemExit

    with monkeypatch.context() as machine:
        machine.setattr(generation, "generate_file", killed)
        with pytest.raises(SystemExit):
            generate_wanted()
    assert Rendition.objects.get(filter_spec=SPEC).attempts == 1
    assert generate_wanted() == 0  # it may have been the picture that killed it
    Rendition.objects.update(retry_at=timezone.now())
    assert generate_wanted() == 1


def test_long_work_makes_way(db, encoded):
    note(upload().pk, *(f"width-{width}" for width in (10, 20, 30)))
    assert generate_wanted(stop=lambda: True) == 1
    assert generate_wanted() == 2


def test_what_somebody_waits_for_comes_first(reader, db, encoded):
    picture = upload()
    note(picture.pk, *(f"width-{width}" for width in (10, 20, 30)))
    generation.write_down()
    assert reader.get(picture.get_rendition("width-30").url).status_code == 503
    generate_wanted(stop=lambda: True)
    assert encoded == ["width-30|format-png"]


def test_the_thread_of_the_store_generates(db, monkeypatch, encoded):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda: rung.append(True))
    note(upload().pk, SPEC)
    assert not rung  # not before the transaction is committed
    for work in doorbell.afterwards:
        if work.__name__ == "generate_renditions":
            work()
    assert len(encoded) == 1


def test_a_deleted_picture_leaves_no_file(db, monkeypatch, committed):
    picture = upload()
    note(picture.pk, SPEC)
    encode = Picture.generate_rendition_file

    def slowly(self, *args, **kwargs):
        content = encode(self, *args, **kwargs)
        with committed():
            Picture.objects.get(pk=picture.pk).delete()
        return content

    monkeypatch.setattr(Picture, "generate_rendition_file", slowly)
    assert generate_wanted() == 0
    assert not default_storage.exists(f"images/{picture.pk}") or not any(
        default_storage.listdir(f"images/{picture.pk}")
    )


def test_a_reader_writes_nothing_and_asks_no_more_when_all_renditions_are_gone(reader):
    """Whoever generates writes: a reader waits for no lock."""
    counts = []
    for _before_and_after in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(OCTOBER).status_code == 200
        assert not [q for q in queries if re.match("INSERT|UPDATE|DELETE", q["sql"])]
        counts.append(len(queries))
        Rendition.objects.all().delete()
    assert counts[1] <= counts[0]
