"""The style guide in the admin: every block and every part of a page, in every state it has."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from newsletters.blocks import IssueBody
from newsletters.blocks.base import NewsletterBlock
from newsletters.models import Organisation, public_issues, with_covers

COLOURS = ("paper", "tint", "line", "ink", "ink-2", "link", "accent", "leaf", "deep", "gold")
SIZES = ("s4", "s3", "s2", "s1", "s0", "s-1")
COVERS = range(1110, 1122)


def states(block: NewsletterBlock) -> list[tuple[str, str]]:
    """Every look that a block has: its name, and its HTML as readers get it."""
    values = block.states().items()
    return [(name, block.render(block.normalize(value))) for name, value in values]


def style_guide(request: HttpRequest) -> HttpResponse:
    """The page; the blocks speak the language of whoever is logged in."""
    here = {"locale__language_code": get_language()}
    issues = public_issues().filter(**here)[:3]
    context = {
        "blocks": [(block, states(block)) for block in IssueBody().child_blocks.values()],
        "colours": COLOURS,
        "sizes": SIZES,
        "covers": COVERS,
        "issues": with_covers(issues),
        "organisations": Organisation.objects.filter(live=True, **here)[:2],
    }
    return render(request, "home/style_guide.html", context)
