"""What only the site's own user may read on a machine that others use, too."""

import json
import os
import sqlite3
import stat
from contextlib import closing

import pytest

from tests.conftest import ROOT
from tests.kensite.test_settings import manage, start


@pytest.fixture
def open_umask():
    """A machine whose files everybody may read, and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize("old", [False, True], ids=["new", "made by an older version"])
def test_what_is_secret_is_private(old, open_umask, tmp_path):
    if old:
        (tmp_path / "mail").mkdir()
        (tmp_path / "media").mkdir()
        (tmp_path / "secret_key").write_text("k" * 60)
        (tmp_path / "admin-password").write_text("secret")
        with closing(sqlite3.connect(tmp_path / "db-1.sqlite3")) as kept_aside:
            kept_aside.execute("CREATE TABLE t (n)")
        with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE t (n)")
    code = (
        "from django.db import connection; c = connection.cursor();"
        "c.execute('CREATE TABLE u (n)'); c.execute('INSERT INTO u VALUES (1)');"
        "import json, os; print(json.dumps("
        "{f.name: oct(f.stat().st_mode & 0o777) for f in os.scandir('FOLDER')}))"
    ).replace("FOLDER", str(tmp_path))
    result = manage("shell", "-v0", "-c", code, KENSITE_ENV="local", KENSITE_DATA_DIR=str(tmp_path))
    assert result.returncode == 0, result.stderr
    modes = json.loads(result.stdout.splitlines()[-1])
    files = {"secret_key", "db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"}
    files |= {"admin-password", "db-1.sqlite3"} if old else set()
    assert {name: modes[name] for name in files} == dict.fromkeys(files, "0o600")
    assert {name: modes[name] for name in ("mail", "media")} == dict.fromkeys(
        ("mail", "media"), "0o700"
    )


def test_what_does_not_belong_to_the_site_is_left_alone(open_umask, monkeypatch, tmp_path):
    (tmp_path / "notes.txt").write_text("somebody's own")
    before = mode(tmp_path), mode(tmp_path / "notes.txt")
    assert start(monkeypatch, KENSITE_ENV="local", KENSITE_DATA_DIR=str(tmp_path)) == ""
    assert (mode(tmp_path), mode(tmp_path / "notes.txt")) == before
    assert ROOT not in tmp_path.parents
