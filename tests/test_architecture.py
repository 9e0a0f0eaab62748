"""The conventions of the house, held by a machine."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.blocks import StructBlock

from newsletters.blocks import IssueBody
from newsletters.blocks.base import NewsletterBlock
from tests.conftest import ROOT

BLOCKS = IssueBody().child_blocks
APPS = [
    "api",
    "documents",
    "home",
    "images",
    "kensite",
    "localization",
    "newsletters",
    "publishing",
    "search",
    "work",
]
SOURCES = [
    path
    for app in [*APPS, "tests", "benchmarks"]
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_its_folder_template_words_and_docs(name):
    block = BLOCKS[name]
    folder = ROOT / "newsletters/blocks" / name
    assert isinstance(block, NewsletterBlock)
    assert type(block).folder() == f"blocks/{name}"
    assert (folder / "block.py").is_file()
    assert (folder / "page.html").is_file()
    for word in ("icon", "description", "group"):
        assert getattr(block.meta, word, None), f"{name} lacks Meta.{word}"
    assert block.meta.icon != StructBlock._meta_class.icon
    assert type(block).example is not NewsletterBlock.example
    assert f"\n## `{name}`" in (ROOT / "docs/blocks.md").read_text()


def test_every_folder_of_a_block_is_in_the_menu():
    folders = {path.parent.name for path in (ROOT / "newsletters/blocks").glob("*/block.py")}
    assert folders == set(BLOCKS)


def test_every_variable_is_in_the_readme_and_nothing_else():
    table = re.findall(r"^\| `([A-Z0-9_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(settings.VARIABLES)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(path):
    text = path.read_text()
    assert not text or text.startswith(('"""', "#!")), "no docstring"
    room = 540 if path.is_relative_to(ROOT / "tests") else 360  # a test is read one by one
    assert len(text.splitlines()) <= room, "too long for one room"


def test_no_file_names_a_registry_or_this_machine():
    for path in [*ROOT.glob("*.lock"), ROOT / "pyproject.toml", ROOT / "Makefile"]:
        for host in ("pypi.org", "pythonhosted", "npmjs", "deb.debian"):
            assert host not in path.read_text(), path
    for path in ROOT.glob("*.lock"):
        assert "://" not in path.read_text(), path


def test_the_layers_are_those_of_the_design():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert sorted(config["root_packages"]) == APPS
    layered = {
        app.strip() for layer in config["contracts"][0]["layers"] for app in layer.split("|")
    }
    assert sorted(layered) == APPS


def test_no_page_styles_or_scripts_inline():
    """The content security policy would refuse it, silently for whoever does not look."""
    alone = "unavailable.html"  # has nothing else; allowed by its hash
    for template in [p for app in APPS for p in Path(ROOT / app).rglob("*.html")]:
        if template.name == alone:
            continue
        html = template.read_text()
        data_or_file = r'(?:src=|type="application/ld\+json")'
        inline = rf"<style|\sstyle=|\son\w+=|<script(?![^>]*\s{data_or_file})"
        assert not re.search(inline, html), template


def test_the_readme_fits_on_two_screens():
    assert len((ROOT / "README.md").read_text().splitlines()) < 150
