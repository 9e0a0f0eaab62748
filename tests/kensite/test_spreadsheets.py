"""No export of the admin holds a cell that a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from kensite.spreadsheets import STARTS

FORMULA = "=HYPERLINK(0,1)"


def exports(patterns, prefix=""):
    """The addresses of every view that exports, as far as they need no object."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from exports(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and "<" not in address and "(" not in address:
            view = getattr(pattern.callback, "view_class", None)
            if view and issubclass(view, SpreadsheetExportMixin):
                yield "/" + address.replace("^", "").replace("$", "")


EXPORTS = sorted(set(exports(get_resolver().url_patterns)))


def test_the_exports_are_found():
    assert {"/admin/reports/locked/", "/admin/redirects/", "/admin/users/"} <= set(EXPORTS)


@pytest.fixture
def hostile(issue, admin_user):
    """Words that start a formula, wherever an export could show them."""
    admin_user.first_name = FORMULA
    admin_user.save()
    issue.title = issue.draft_title = FORMULA
    issue.locked, issue.locked_by = True, admin_user
    issue.save()
    issue.save_revision(user=admin_user, log_action=True).publish(user=admin_user)
    Redirect.objects.create(old_path="/old", site=Site.objects.first(), redirect_link="@SUM(1)")


def test_no_cell_starts_a_formula(editor, hostile):
    """One test for all exports, because publishing for each of them is slow."""
    begun = {address: list(formulas(editor, address)) for address in EXPORTS}
    assert {address: cells for address, cells in begun.items() if cells} == {}


def formulas(editor: Client, address: str) -> Iterator[str]:
    """What a spreadsheet would compute of this export."""
    answer = editor.get(address, {"export": "csv"})
    if "text/csv" not in answer["Content-Type"]:
        return  # the view has nothing to export: it shows its page
    text = b"".join(answer.streaming_content).decode()
    rows = csv.reader(io.StringIO(text))
    yield from (cell for row in rows for cell in row if cell.lstrip(" ").startswith(STARTS))
    workbook = editor.get(address, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(workbook.streaming_content))).active
    yield from (cell.value for row in sheet for cell in row if cell.data_type == "f")


def test_the_words_themselves_are_there(editor, hostile):
    answer = editor.get("/admin/reports/locked/", {"export": "csv"})
    assert f"'{FORMULA}" in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        *[(f"{start}1", f"'{start}1") for start in STARTS],
        (" =1", "' =1"),
        ("a=1", "a=1"),
        ("", ""),
        (-1, -1),
        (None, None),
        (["=1", "2"], "'=1, 2"),
    ],
)
def test_a_cell(value, cell):
    assert SpreadsheetExportMixin().preprocess_field_value("title", value, "csv") == cell
