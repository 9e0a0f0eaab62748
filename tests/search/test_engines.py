"""An engine of its own: its settings, as far as they can be seen without a server."""

import pytest
from modelsearch.backends.opensearch3 import SearchBackend
from wagtail.search.backends import get_search_backend

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
