"""Each service that we ask: refusing, silent, hanging up. The call ends, and says what happened."""

import time

import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from django.core.files.base import ContentFile
from django.test import Client
from modelsearch.backends.opensearch3 import SearchBackend
from storages.backends.s3 import S3Storage
from urllib3 import Timeout
from wagtail.models import Locale
from wagtail_localize.strings import StringValue

from kensite.settings import waiting_for_s3
from localization import machine
from search.engines import search_backends
from tests.faulty import FAULTS, faulty

SOON = 5  # seconds; the times themselves are shortened to half of one
HALF = 0.5


@pytest.mark.parametrize("fault", FAULTS)
def test_an_upload_to_s3_ends(fault):
    short = waiting_for_s3().merge(Config(connect_timeout=HALF, read_timeout=HALF))
    with faulty(fault) as port:
        keys = {"access_key": "key", "secret_key": "secret", "region_name": "x"}
        storage = S3Storage(
            bucket_name="files",
            endpoint_url=f"http://127.0.0.1:{port}",
            client_config=short,
            **keys,
        )
        began = time.monotonic()
        with pytest.raises(BotoCoreError):
            storage.save("picture.png", ContentFile(b"x" * 100_000))
        assert time.monotonic() - began < SOON


@pytest.mark.parametrize("fault", FAULTS)
def test_a_machine_translator_ends(fault, db, caplog, monkeypatch):
    monkeypatch.setattr(machine, "SECONDS", HALF)
    with faulty(fault) as port:
        options = machine.provider_of(f"libretranslate+http://127.0.0.1:{port}/key")
        english, korean = (Locale.objects.get(language_code=code) for code in ("en", "ko"))
        strings = [StringValue(f"Sentence {number}.") for number in range(120)]
        began = time.monotonic()
        assert machine.Translator(options).translate(english, korean, strings) == {}
        assert time.monotonic() - began < SOON
    assert "not asked for 20 more sentences" in caplog.text


@pytest.fixture
def engine(request, monkeypatch) -> None:
    """An engine of its own, with this fault, in place of the database."""
    with faulty(request.param) as port:
        params = dict(search_backends(f"opensearch3+http://127.0.0.1:{port}", [])["default"])
        params.pop("BACKEND")
        assert params["TIMEOUT"].connect_timeout == 2
        params["TIMEOUT"] = Timeout(connect=HALF, read=HALF)
        backend = SearchBackend(params)
        monkeypatch.setattr("search.finding.get_search_backend", lambda: backend)
        yield


@pytest.mark.parametrize("engine", FAULTS, indirect=True)
def test_a_search_without_its_engine_says_so(engine, db):
    reader = Client(raise_request_exception=False)
    began = time.monotonic()
    page = reader.get("/ko/search/?q=난민")
    answer = reader.get("/api/v1/search/?q=refugees&locale=en")
    suggested = reader.get("/api/v1/suggest/?q=refugees&locale=en")
    assert time.monotonic() - began < SOON
    assert [each.status_code for each in (page, answer, suggested)] == [503] * 3
    assert "1분 뒤에 이 페이지를 다시 열어 주십시오" in page.text
    assert answer.json()["type"].endswith("#unavailable")
    assert {each["Retry-After"] for each in (answer, suggested)} == {"5"}
    assert reader.get("/ko/").status_code == 200
