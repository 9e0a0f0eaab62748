"""The index made anew: asked for when it must be, in steps that are kept."""

import pytest
from django.core.management import call_command
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from search import reindex
from search.checks import check_index
from search.models import IndexedModel, Passage


def found(words: str) -> int:
    return get_search_backend().search(words, Passage.objects.all()).count()


@pytest.fixture
def another_version(db, monkeypatch):
    """As after an upgrade that analyses otherwise."""
    monkeypatch.setattr(reindex, "version", lambda: "another")


def test_a_new_site_has_nothing_to_do(db):
    assert check_index(databases=["default"]) == []
    assert reindex.reindex(print) == 0


def test_another_analyser_asks_for_it(another_version):
    (warning,) = check_index(databases=["default"])
    assert "search_index" in warning.hint
    assert "wagtailcore.Page" in warning.msg
    call_command("search_index", verbosity=0)
    assert check_index(databases=["default"]) == []
    assert reindex.reindex(print) == 0


def test_everything_is_found_again(db, capsys):
    before = {words: found(words) for words in ("난민", "refugees", "NHRCK")}
    assert all(before.values())
    IndexEntry.objects.all().delete()
    assert found("난민") == 0
    call_command("search_index", "--all")
    assert {words: found(words) for words in before} == before
    assert Page.objects.search("의자들", operator="and").count()
    said = capsys.readouterr().out
    assert "pages: " in said
    assert " of " in said


def test_it_goes_on_where_it_was_stopped(another_version, monkeypatch):
    monkeypatch.setattr(reindex, "BATCH", 3)
    original, done = reindex.index, []

    def stop_at_the_fifth(model, pks):
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append((model, tuple(pks)))
        original(model, pks)

    monkeypatch.setattr(reindex, "index", stop_at_the_fifth)
    with pytest.raises(KeyboardInterrupt):
        reindex.reindex(lambda _text: None)
    assert check_index(databases=["default"])
    assert IndexedModel.objects.filter(version="another", position__gt=0).exists()
    again: list = []
    monkeypatch.setattr(reindex, "index", lambda model, pks: again.append((model, tuple(pks))))
    reindex.reindex(lambda _text: None)
    assert not set(done) & set(again)  # nothing twice
    assert check_index(databases=["default"]) == []


def test_what_was_deleted_is_forgotten(db):
    page = Page.objects.filter(depth=3).first()
    IndexEntry.objects.filter(object_id=str(page.pk)).update(object_id="999999")
    call_command("search_index", "--all", verbosity=0)
    assert not IndexEntry.objects.filter(object_id="999999").exists()


def test_the_version_is_that_of_the_rules(monkeypatch, tmp_path):
    before = reindex.version()
    assert len(before) == 64
    changed = tmp_path / "rules.py"
    changed.write_text("")
    monkeypatch.setattr(reindex, "OURS", [*reindex.OURS, changed])
    reindex.version.cache_clear()
    same = reindex.version()
    changed.write_text("SEAMS = ''")
    reindex.version.cache_clear()
    assert reindex.version() != same
    monkeypatch.undo()
    reindex.version.cache_clear()
