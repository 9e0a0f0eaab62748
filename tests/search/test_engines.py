"""An engine of its own: its settings, as far as they can be seen without a server."""

import pytest
from django.core.management import call_command
from modelsearch.backends.opensearch3 import SearchBackend
from wagtail.search.backends import get_search_backend

from search.checks import check_index
from search.engines import ENGINES, search_backends
from search.finding import Question, find
from search.models import Passage


@pytest.mark.parametrize("engine", ENGINES)
def test_an_address_names_an_engine(engine):
    faults: list[str] = []
    found = search_backends(f"{engine}+https://user:secret@search.example:9200", faults)["default"]
    assert faults == []
    assert found["BACKEND"].endswith(engine)
    assert found["URLS"] == ["https://user:secret@search.example:9200"]


@pytest.mark.parametrize(
    "address", ["https://x:9200", "solr+http://x:1", "opensearch3+ftp://x", "opensearch3+https://"]
)
def test_an_address_that_is_none_is_a_fault_without_its_secrets(address):
    faults: list[str] = []
    assert search_backends(address.replace("x", "user:secret@x"), faults) == {}
    assert "KENSITE_SEARCH_URL" in faults[0]
    assert "secret" not in faults[0]


def test_its_index_analyses_every_text_as_ours_does(db):
    address = "opensearch3+http://search.example:9200"
    options = dict(search_backends(address, [])["default"])
    options.pop("BACKEND")
    backend = SearchBackend(options)
    analysis = backend.settings["settings"]["analysis"]
    steps = analysis["analyzer"]["default"]["filter"]
    assert steps.index("cjk_bigram") > steps.index("lowercase")
    own = set(analysis["filter"]) & set(steps)
    assert own == {"english_possessive", "english_stem"}
    assert "edgengram_analyzer" in analysis["analyzer"]  # the stock ones are still there
    index = backend.get_index_for_model(Passage)
    assert index.name.startswith("kensite_")
    fields = index.mapping_class(Passage).get_mapping()["properties"]
    assert {"title", "text", "locale_filter", "kind_filter"} <= set(fields)
    assert "analyzer" not in fields["text"]  # so that it is the default one


def test_an_engine_that_only_lists_its_results_is_enough(db, monkeypatch):
    wanted = {row.pk for row in find(Question("network", "en")).rows}
    monkeypatch.delattr(get_search_backend().results_class, "rows")
    assert wanted
    assert {row.pk for row in find(Question("network", "en")).rows} == wanted


class Engine:
    """What an engine of its own is told."""

    def __init__(self) -> None:
        self.has: set[int] = set()
        self.away = False

    def delete(self, passage) -> None:
        self.answer()
        self.has.discard(passage.pk)

    def add_bulk(self, _model, passages) -> None:
        self.answer()
        self.has |= {passage.pk for passage in passages}

    def answer(self) -> None:
        if self.away:
            raise ConnectionError


@pytest.fixture
def engine(monkeypatch):
    engine = Engine()
    monkeypatch.setattr("search.passages.is_database", lambda: False)
    monkeypatch.setattr("search.passages.get_search_backend", lambda: engine)
    return engine


def here(issue) -> set[int]:
    """The passages of an issue."""
    of_issue = Passage.objects.filter(document__kind="page", document__object_id=issue.pk)
    return set(of_issue.values_list("pk", flat=True))


def changed(reader, publish, committed, issue, summary: str) -> None:
    publish(issue, summary=summary)
    with committed():
        reader.get("/search/?q=anything")  # brings the store up to date


def test_an_engine_is_told_what_is_new_and_what_is_gone(reader, publish, committed, issue, engine):
    changed(reader, publish, committed, issue, "One.")
    first = here(issue)
    assert first <= engine.has
    changed(reader, publish, committed, issue, "Two.")
    assert here(issue) <= engine.has
    assert not first & engine.has


def test_an_engine_that_is_away_loses_nothing(reader, publish, committed, issue, engine):
    engine.away = True
    changed(reader, publish, committed, issue, "One.")
    assert here(issue)
    assert "api.Document" in check_index(databases=["default"])[0].msg
    engine.away = False
    with committed():
        call_command("search_index", verbosity=0)
    assert engine.has == set(Passage.objects.values_list("pk", flat=True))
