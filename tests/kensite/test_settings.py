"""Starting with faulty settings: one message that names every variable at fault."""

import os
import socket
import subprocess
import sys

import pytest

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


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({}, ["SECRET_KEY", "PUBLIC_URL", "EMAIL_URL"]),
        ({"KENSITE_ENV": "lokal", "DEBUG": "flase"}, ["KENSITE_ENV", "DEBUG"]),
        ({**PRODUCTION, "DATABASE_URL": "nonsense"}, ["DATABASE_URL"]),
        ({**PRODUCTION, "DATABASE_URL": "mysql://u:p@h/x"}, ["DATABASE_URL"]),
        ({**PRODUCTION, "REDIS_URL": "http://x", "S3_BUCKET": "b"}, ["REDIS_URL", "S3_SECRET"]),
        ({**PRODUCTION, "KENSITE_PROXY_CUONT": "1"}, ["Did you mean KENSITE_PROXY_COUNT"]),
        ({**PRODUCTION, "ALLOWED_HOSTS": "*"}, ["ALLOWED_HOSTS"]),
        ({**PRODUCTION, "DEBUG": "1"}, ["DEBUG"]),
        ({**PRODUCTION, "PUBLIC_URL": "http://news.example.org"}, ["PUBLIC_URL"]),
        ({**PRODUCTION, "KENSITE_DATA_DIR": "/dev/null/data"}, ["KENSITE_DATA_DIR"]),
        ({**PRODUCTION, "EMAIL_URL": "carrier-pigeon://x"}, ["EMAIL_URL"]),
        ({**PRODUCTION, "KENSITE_SEARCH_URL": "solr+http://x:1"}, ["KENSITE_SEARCH_URL"]),
    ],
)
def test_every_fault_is_named_in_one_message(variables, named, tmp_path):
    result = manage("check", **{"KENSITE_DATA_DIR": str(tmp_path), **variables})
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert [name for name in named if name not in result.stderr] == []


def test_production_settings_pass_the_deploy_check(tmp_path):
    result = manage(
        "check", "--deploy", "--fail-level=WARNING", KENSITE_DATA_DIR=str(tmp_path), **PRODUCTION
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text(PRODUCTION["SECRET_KEY"])
    variables = {k: v for k, v in PRODUCTION.items() if k != "SECRET_KEY"}
    result = manage(
        "check", SECRET_KEY_FILE=str(tmp_path / "key"), KENSITE_DATA_DIR=str(tmp_path), **variables
    )
    assert result.returncode == 0, result.stderr


def test_a_developers_key_is_made_once_and_kept_private(tmp_path):
    keys = set()
    for _time in range(2):
        assert manage("check", KENSITE_ENV="local", KENSITE_DATA_DIR=str(tmp_path)).returncode == 0
        keys.add((tmp_path / "secret_key").read_text())
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


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
