"""The interface's own words: all of them are Korean, and none is forgotten."""

import re
import shutil

import polib
from django.core.management import call_command
from django.test import override_settings

from tests.conftest import ROOT, program

PO = ROOT / "kensite/locale/ko/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def words(entry: polib.POEntry) -> str:
    """The Korean of an entry; for one with a plural its only form."""
    return entry.msgstr or entry.msgstr_plural.get(0, "")


def test_every_word_is_translated_with_its_placeholders():
    for entry in polib.pofile(str(PO)):
        assert entry.obsolete or (words(entry) and not entry.fuzzy), entry.msgid
        assert set(PLACEHOLDER.findall(entry.msgid)) == set(PLACEHOLDER.findall(words(entry)))


def test_no_word_is_missing_from_the_catalogue(tmp_path, monkeypatch):
    """As `make words` gathers them; a new word in the code without a translation fails here."""
    program("xgettext")
    apps = (
        "api",
        "home",
        "images",
        "kensite",
        "localization",
        "newsletters",
        "publishing",
        "search",
    )
    for app in apps:
        skipped = shutil.ignore_patterns("__pycache__", "pictures", "static", "*.mo")
        shutil.copytree(ROOT / app, tmp_path / app, ignore=skipped)
    monkeypatch.chdir(tmp_path)
    with override_settings(LOCALE_PATHS=[str(tmp_path / "kensite/locale")]):
        call_command("makemessages", locale=["ko"], verbosity=0, no_location=True)
    gathered = polib.pofile(str(tmp_path / "kensite/locale/ko/LC_MESSAGES/django.po"))
    assert [e.msgid for e in gathered if not e.obsolete and (not words(e) or e.fuzzy)] == []
