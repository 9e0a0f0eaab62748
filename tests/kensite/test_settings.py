"""Starting with faulty settings: one message that names every variable at fault."""

import importlib
import os
import re
import runpy
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kensite import environment
from tests.conftest import ROOT, free_port

PRODUCTION = {
    "SECRET_KEY": "k" * 20 + "0123456789abcdefghij" + "ABCDEFGHIJ" * 2,
    "PUBLIC_URL": "https://news.example.org",
    "EMAIL_URL": "submission://user:password@mail.example.org:587",
}


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess:
    """Run a management command with these variables and none of ours."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def start(monkeypatch, **variables: str) -> str:
    """What starting with these variables (and none of ours) complains of, in this process."""
    monkeypatch.setattr(os, "environ", variables)
    for name in ("env", "faults", "unreadable"):
        monkeypatch.setattr(environment, name, getattr(environment, name))
    importlib.reload(environment)
    try:
        start.settings = runpy.run_path(str(ROOT / "kensite/settings.py"))
    except ImproperlyConfigured as fault:
        return str(fault)
    return ""


LONG = "k" * 60
BAD = {
    "SECRET_KEY": ["", "short", LONG, "0123456789" * 6, "changeme" * 8],
    "PUBLIC_URL": [
        "", "news.example.org", "http://news.example.org", "https://", "https://news.example.org?evil",
        "https://news.example.org#x", "https://user:hidden@news.example.org", "https://x.org/news",
        "https://x.org:", "https://x.org:0", "https://x.org:99999", "https://[x", "https://뉴스.kr",
        "https://x org", "https://.org", "javascript:alert(1)",
    ],
    "EMAIL_URL": [
        "", "carrier-pigeon://x", "submission://", "submission://user:hidden@", "mail.example.org",
        "smtp://", "smtp://user:hidden@", "smtp:///host", "smtp://user:hid/den@host",
        "smtp://host:port", "smtp://host:99999", "submission://host?timeout=long", "file:", "smtp://[x",
    ],
    "KENSITE_ENV": ["lokal", "PRODUCTION"],
    "KENSITE_PROXY_COUNT": ["-1", "one", "1.5"],
    "KENSITE_API_LIMIT": ["-1", "many"],
    "KENSITE_FROM_EMAIL": ["ken", "ken@", "a@b.org\nBcc: x@y.org", "a@b.org, c@d.org", "KEN <ken>"],
    "ALLOWED_HOSTS": ["*", "https://x.org", "x.org:8000", "x.org/news", "x org", "a.org,,b/.org"],
    "DATABASE_URL": [
        "nonsense", "mysql://u:hidden@h/x", "postgres://", "postgres://u:hidden@h", "postgres://h:port/x",
        "postgres://u:hid/den@h/x",
        "sqlite://", "sqlite:////nonexistent/folder/db.sqlite3", "sqlite:////tmp", "postgres://[x/y",
    ],
    "REDIS_URL": ["http://x", "redis://", "redis://x:port/0", "redis://x/name", "redis://[x"],
    "S3_BUCKET": ["b", "my bucket", "https://s3.example.org/bucket"],
    "S3_ACCESS_KEY_ID": ["a key"],
    "S3_SECRET_ACCESS_KEY": ["열쇠"],
    "S3_ENDPOINT_URL": ["s3.example.org", "ftp://x", "https://", "https://x?y", "https://[x", "https://x:y"],
    "S3_REGION": ["eu central"],
    "S3_PUBLIC_HOST": ["https://cdn.example.org", "cdn.example.org/pictures", "cdn:443"],
    "KENSITE_TRANSLATION_MEMORY": ["maybe"],
    "KENSITE_SEARCH_URL": ["solr+http://x:1", "opensearch3://x", "opensearch3+https://[x", "opensearch3+https://x:y"],
    "KENSITE_MACHINE_TRANSLATOR": ["deepl", "deepl://", "python:nothing.There", "libretranslate://"],
    "DEBUG": ["1", "flase"],
    "KENSITE_DATA_DIR": ["/dev/null", "/dev/null/data", "/proc/nothing"],
}  # fmt: skip
S3 = {"S3_BUCKET": "bucket", "S3_ACCESS_KEY_ID": "id", "S3_SECRET_ACCESS_KEY": "secret"}


def test_every_variable_of_the_readme_has_a_row():
    table = re.findall(r"^\| `([A-Z0-9_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(BAD) == sorted(table)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_a_malformed_value_is_one_sentence(name, value, monkeypatch, tmp_path):
    """It names the variable, and nothing else; nor does it show a password."""
    variables = {**PRODUCTION, **(S3 if name.startswith("S3_") else {}), name: value}
    said = start(monkeypatch, **{"KENSITE_DATA_DIR": str(tmp_path), **variables})
    lines = said.splitlines()[1:]
    assert len(lines) == 1, said
    assert lines[0].startswith(f"  - {name}")
    assert "hidden" not in said


def test_no_service_is_waited_for_without_end(monkeypatch, tmp_path):
    """Seconds; what waiting for so long means is tried beside each service."""
    services = {"REDIS_URL": "redis://h", "DATABASE_URL": "postgres://u:p@h/n", **S3}
    assert start(monkeypatch, **PRODUCTION, **services, KENSITE_DATA_DIR=str(tmp_path)) == ""
    bucket = start.settings["STORAGES"]["default"]["OPTIONS"]["client_config"]
    assert (bucket.connect_timeout, bucket.read_timeout) == (2, 10)
    cache = start.settings["CACHES"]["default"]["OPTIONS"]
    assert cache == {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    database = start.settings["DATABASES"]["default"]["OPTIONS"]
    assert (database["connect_timeout"], database["pool"]["timeout"]) == (2, 2)
    assert start.settings["EMAIL_TIMEOUT"] == 30


GOOD = {
    "PUBLIC_URL": ["https://News.Example.org/", "https://news.example.org:8443", "https://[2001:db8::1]"],
    "EMAIL_URL": ["smtp://localhost:25", "submission://u:p%40@h", "console:", "file:////tmp/mail"],
    "KENSITE_FROM_EMAIL": ["ken@example.org", "KEN <ken@example.org>", "한국 <k@example.org>", ""],
    "ALLOWED_HOSTS": ["a.org,b.org", "A.org", ".a.org", "10.0.0.1", "[::1]", ""],
    "DATABASE_URL": ["postgres://u:p@h:5432/n", "postgres://h/n?sslmode=require", "sqlite:////tmp/x.sqlite3"],
    "REDIS_URL": ["redis://h", "rediss://:p@h:6380/1", ""],
    "S3_ENDPOINT_URL": ["https://s3.example.org", "http://127.0.0.1:9000", ""],
    "KENSITE_PROXY_COUNT": ["0", "2"],
    "KENSITE_DATA_DIR": [""],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in GOOD.items() for value in values]
)
def test_a_good_value_is_none(name, value, monkeypatch, tmp_path):
    variables = {**PRODUCTION, **(S3 if name.startswith("S3_") else {}), name: value}
    assert start(monkeypatch, **{"KENSITE_DATA_DIR": str(tmp_path), **variables}) == ""


@pytest.mark.parametrize("name", sorted(set(BAD) - {"KENSITE_ENV"}))
@pytest.mark.parametrize("file", ["missing", "a folder", "unreadable", "no text"])
def test_a_file_that_cannot_be_read_is_one_sentence(name, file, monkeypatch, tmp_path):
    if file == "a folder":
        (tmp_path / file).mkdir()
    elif file == "unreadable":
        monkeypatch.setattr(Path, "read_text", refuse(tmp_path / file, Path.read_text))
    elif file == "no text":
        (tmp_path / file).write_bytes(b"\xff\xfe\x00")
    variables = {**PRODUCTION, **(S3 if name.startswith("S3_") else {})}
    variables = {key: value for key, value in variables.items() if key != name}
    variables |= {"KENSITE_DATA_DIR": str(tmp_path), f"{name}_FILE": str(tmp_path / file)}
    if name == "KENSITE_DATA_DIR":
        del variables[name]
    said = start(monkeypatch, **variables)
    lines = said.splitlines()[1:]
    assert len(lines) == 1, said
    assert f"{name}_FILE names no text file that can be read" in lines[0]


def refuse(file, read):
    """As for somebody who is not root."""

    def read_text(self, *args, **kwargs):
        if self == file:
            raise PermissionError(13, "Permission denied", str(file))
        return read(self, *args, **kwargs)

    return read_text


def test_a_value_and_a_file_are_too_much(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(PRODUCTION["SECRET_KEY"])
    said = start(
        monkeypatch,
        KENSITE_DATA_DIR=str(tmp_path),
        **PRODUCTION,
        SECRET_KEY_FILE=str(tmp_path / "key"),
    )
    assert "SECRET_KEY: is set, and SECRET_KEY_FILE too" in said


def test_all_faults_are_one_message(tmp_path):
    """As whoever starts it sees them."""
    wrong = {**PRODUCTION, "DEBUG": "flase", "REDIS_URL": "http://x", "KENSITE_PROXY_CUONT": "1"}
    result = manage("check", **wrong, KENSITE_DATA_DIR=str(tmp_path), EMAIL_URL_FILE="/nonexistent")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    for name in ("DEBUG", "REDIS_URL", "EMAIL_URL_FILE", "Did you mean KENSITE_PROXY_COUNT"):
        assert name in result.stderr


def test_production_settings_pass_the_deploy_check(tmp_path):
    result = manage(
        "check", "--deploy", "--fail-level=WARNING", KENSITE_DATA_DIR=str(tmp_path), **PRODUCTION
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(PRODUCTION["SECRET_KEY"] + "\n")
    variables = {k: v for k, v in PRODUCTION.items() if k != "SECRET_KEY"}
    said = start(
        monkeypatch,
        KENSITE_DATA_DIR=str(tmp_path),
        **variables,
        SECRET_KEY_FILE=str(tmp_path / "key"),
    )
    assert said == ""
    assert start.settings["SECRET_KEY"] == PRODUCTION["SECRET_KEY"]


def test_a_developers_key_is_made_once_and_kept_private(monkeypatch, tmp_path):
    keys = set()
    for _time in range(2):
        assert start(monkeypatch, KENSITE_ENV="local", KENSITE_DATA_DIR=str(tmp_path)) == ""
        keys.add((tmp_path / "secret_key").read_text())
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("PUBLIC_URL", "", "missing"),
        ("KENSITE_API_LIMIT", "many", "in digits"),
        ("DEBUG", "flase", "on nor off"),
        ("DATABASE_URL", "postgres://u:hid/den@h/x", "%2F"),
        ("EMAIL_URL", "smtp://host:port", "%40"),
        ("EMAIL_URL", "smtp://", "names no host"),
    ],
)
def test_the_sentence_says_what_to_write(name, value, advice, monkeypatch, tmp_path):
    variables = {**PRODUCTION, name: value, "KENSITE_DATA_DIR": str(tmp_path)}
    assert advice in start(monkeypatch, **variables)


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path):
    url = "postgres://u:hidden@127.0.0.1:1/none"
    variables = {"KENSITE_ENV": "local", "KENSITE_DATA_DIR": str(tmp_path), "DATABASE_URL": url}
    result = manage("migrate", **variables)
    assert result.returncode == 1
    assert "DATABASE_URL: the database cannot be reached" in result.stderr
    assert "Check that the server runs" in result.stderr
    assert "Traceback" not in result.stderr
    assert "hidden" not in result.stderr


def test_without_its_static_files_it_does_not_start(tmp_path):
    """Every page would be an error."""
    result = subprocess.run(
        [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{free_port()}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **PRODUCTION, "KENSITE_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "manage.py collectstatic" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_busy_port_is_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port()))
        other.listen()
        port = str(other.getsockname()[1])
        result = manage("demo", "--port", port, KENSITE_ENV="local", KENSITE_DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    assert f"Port {port} cannot be used" in result.stderr
    assert "PORT=" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_old_python_is_told_so():
    code = "import sys; sys.version_info = (3, 9); import bootstrap; bootstrap.main('run')"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "3.11 or newer" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_environment_of_one_log_in(settings, django_user_model, db, capsys):
    """The password is never a fixed one, is shown again, and survives a second run."""
    from django.core.management import call_command

    django_user_model.objects.filter(username="admin").delete()
    call_command("prepare")
    first = capsys.readouterr().out
    call_command("prepare")
    assert first.splitlines()[-1] == capsys.readouterr().out.splitlines()[-1]
    password = first.split("admin / ")[1].strip()
    assert len(password) >= 16
    assert django_user_model.objects.get(username="admin").check_password(password)
