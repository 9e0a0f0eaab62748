"""Exported cells are words: a spreadsheet must not compute what somebody typed into a title."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # a formula, for some program


def apply() -> None:
    """Mend the one mixin that all of Wagtail's exports go through; once."""
    if not hasattr(SpreadsheetExportMixin, "unpatched_preprocess_field_value"):
        SpreadsheetExportMixin.unpatched_preprocess_field_value = (
            SpreadsheetExportMixin.preprocess_field_value
        )
        SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value


def preprocess_field_value(self: Any, field: str, value: Any, export_format: str) -> Any:
    """As Wagtail prepares it; an apostrophe before what would start a formula in CSV.

    In XLSX a cell says itself that it is words, which Wagtail sees to.
    """
    cell = self.unpatched_preprocess_field_value(field, value, export_format)
    if export_format == self.FORMAT_CSV and str(cell).lstrip(" ").startswith(STARTS):
        return f"'{cell}" if isinstance(cell, str) else cell  # a number below zero is none
    return cell
