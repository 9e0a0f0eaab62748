"""The demo: complete, in both languages, and never in the way of a user's edits."""

import importlib
import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags
from wagtail.models import Locale, Page

from home.models import HomePage
from kensite.demo.load import ISSUES
from newsletters.models import IssuePage, Organisation
from tests.conftest import ROOT
from tests.kensite import facts


def words_on(html: str) -> str:
    """The visible words, with single spaces."""
    import html as entities

    return " ".join(entities.unescape(strip_tags(html)).split())


def strings_in(value: object) -> str:
    """Every string of a JSON value, tags stripped."""
    if isinstance(value, dict):
        return " ".join(map(strings_in, value.values()))
    if isinstance(value, list):
        return " ".join(map(strings_in, value))
    return words_on(value) if isinstance(value, str) else ""


@pytest.mark.parametrize(("path", "expected"), [("", facts.EN), ("/ko", facts.KO)])
def test_the_page_of_october_2020_carries_every_fact(reader, path, expected):
    words = words_on(reader.get(f"{path}/newsletters/october-2020/").content.decode())
    assert [fact for fact in expected if fact not in words] == []


@pytest.mark.parametrize(("language", "expected"), [("en", facts.EN), ("ko", facts.KO)])
def test_the_json_of_october_2020_carries_every_fact(reader, language, expected):
    pages = [
        reader.get(f"/api/v2/pages/{page.pk}/").json()
        for page in (
            IssuePage.objects.get(slug="october-2020", locale__language_code=language),
            HomePage.objects.get(locale__language_code=language),
        )
    ]
    body = pages[0]["body"]
    dates = {block["value"].get("date") for block in body if block["type"] == "news"}
    assert dates == {"2020-09-23", "2020-09-17", None}
    events = [block["value"] for block in body if block["type"] == "event"]
    assert [(e["precision"], e["start_date"]) for e in events] == [
        ("day", "2020-06-23"),
        ("month", "2020-11-01"),
        ("month", "2020-12-01"),
    ]
    assert pages[0]["edition_date"] == "2020-10-08"
    words = strings_in(pages)
    formatted = {"8 October 2020", "October 2020", "2020년 10월", "2020년 10월 8일"}
    assert [fact for fact in expected if fact not in words and fact not in formatted] == []


def test_both_languages_have_the_same_words(db):
    for package in [*(issue.__name__ for issue in ISSUES), "kensite.demo.site"]:
        names = [
            {n for n in vars(importlib.import_module(f"{package}.{language}")) if n.isupper()}
            for language in ("en", "ko")
        ]
        assert names[0] == names[1], package


def test_every_page_and_organisation_is_a_published_translation(db):
    for model in (HomePage, IssuePage, Organisation):
        english = model.objects.filter(locale__language_code="en")
        korean = model.objects.filter(locale__language_code="ko")
        assert english.count() == korean.count() > 0
        assert all(thing.live for thing in [*english, *korean])
        assert {str(e.translation_key) for e in english} == {str(k.translation_key) for k in korean}


def test_the_page_tree_is_sound(db):
    assert Page.find_problems() == ([], [], [], [], [])


def test_block_ids_are_equal_in_both_languages(issue, korean_issue):
    assert [block.id for block in issue.body] == [block.id for block in korean_issue.body]
    assert len({block.id for block in issue.body}) == len(issue.body) == 21


def test_loading_again_keeps_every_edit(issue, capsys):
    issue.title = "Edited by a person"
    issue.save_revision().publish()
    IssuePage.objects.get(slug="april-2021", locale=Locale.get_default()).delete()
    before = json.dumps(list(Page.objects.order_by("pk").values_list("pk", "title", "live")))
    call_command("load_demo")
    assert "left as it is" in capsys.readouterr().out
    assert (
        json.dumps(list(Page.objects.order_by("pk").values_list("pk", "title", "live"))) == before
    )


def test_a_database_of_before_a_pull_is_kept_and_a_new_one_made(tmp_path):
    """Until the first release the migrations are written anew."""
    file = tmp_path / "db.sqlite3"
    with sqlite3.connect(file) as old:
        old.execute(
            "CREATE TABLE django_migrations (id integer, app text, name text, applied text)"
        )
        old.execute("INSERT INTO django_migrations VALUES (1, 'api', '0001_initial', '2026-01-01')")
        old.execute("CREATE TABLE api_counter (id integer, value integer)")
    environment = {**os.environ, "KENSITE_ENV": "local", "KENSITE_DATA_DIR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    code = (
        "import django; django.setup()\n"
        "from kensite.management.commands.prepare import set_aside\n"
        "print(set_aside()); print(set_aside())"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "DJANGO_SETTINGS_MODULE": "kensite.settings"},
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert said[1] == "None"
    with sqlite3.connect(said[0]) as kept:
        assert kept.execute("SELECT app FROM django_migrations").fetchall() == [("api",)]
    assert not file.exists()
