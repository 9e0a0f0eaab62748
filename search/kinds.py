"""The kinds of things that can be found, and what people call them."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from newsletters.blocks import IssueBody
from search.passages import NOT_ALONE, PAGES

WHOLE = {"issue": _("Issue"), "organisation": _("In the directory"), PAGES: _("Page")}
BLOCKS = {
    name: block.label for name, block in IssueBody().child_blocks.items() if name not in NOT_ALONE
}
LABELS: dict[str, str | Callable] = {**WHOLE, **BLOCKS}
KINDS = list(LABELS)
