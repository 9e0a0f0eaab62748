"""What is stored is rendered as outside of any request, whoever has it worked off."""

from zoneinfo import ZoneInfo

from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone, translation

from api.models import Document
from api.store.isolation import outside_requests
from api.store.marks import EVERYTHING, mark
from api.store.sequencer import flush


def test_documents_are_the_same_whatever_request_has_them_rendered(reader):
    flush(deferred=True)
    stored = set(Document.objects.values_list("object_id", "path", "etag"))
    mark([EVERYTHING])
    with translation.override("ko"), timezone.override(ZoneInfo("Asia/Tokyo")):
        set_script_prefix("/evil/")
        try:
            flush(deferred=True)
        finally:
            set_script_prefix("/")
    assert set(Document.objects.values_list("object_id", "path", "etag")) == stored


def test_what_is_set_inside_ends_with_it_and_what_was_outside_stays():
    @outside_requests
    def inside() -> tuple[str | None, str, str]:
        found = (
            translation.get_language(),
            get_script_prefix(),
            str(timezone.get_current_timezone()),
        )
        translation.activate("ko")
        return found

    with translation.override("ko"), timezone.override(ZoneInfo("Asia/Tokyo")):
        assert inside() == ("en", "/", "Asia/Seoul")
        assert translation.get_language() == "ko"
    inside()
    assert translation.get_language() == "en"
