"""An issue block by block, alone or beside its translation: equal ids say what belongs together."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsletters.models import IssuePage

Block = Any  # StreamValue.StreamChild, of which type checkers know nothing


@dataclass(frozen=True)
class Pair:
    """A block in the page's language and in the other one; None where that has it not (yet)."""

    mine: Block | None
    theirs: Block | None = None

    @property
    def shown(self) -> Block:
        """The block, in the page's language if it is there."""
        return self.mine or self.theirs

    @property
    def title(self) -> str:
        """What it is called where it stands on its own; empty for what is no story."""
        return self.shown.block.entry_title(self.shown.value)


@dataclass
class Section:
    """A heading and what follows it up to the next heading."""

    heading: Pair | None
    contents: list[Pair] = field(default_factory=list)


def pairs(page: "IssuePage", twin: "IssuePage | None" = None) -> list[Pair]:
    """The page's blocks with their twins; what only the twin has follows what it follows there."""
    if twin is None:
        return [Pair(block) for block in page.body]
    mine, theirs = ({block.id: block for block in issue.body} for issue in (page, twin))
    order = list(mine)
    at = 0
    for identity in theirs:
        if identity in mine:
            at = order.index(identity) + 1
        else:
            order.insert(at, identity)
            at += 1
    return [Pair(mine.get(identity), theirs.get(identity)) for identity in order]


def sections(page: "IssuePage", twin: "IssuePage | None" = None) -> list[Section]:
    """The contents, cut at each heading; what comes before the first has none."""
    found: list[Section] = []
    for pair in pairs(page, twin):
        if pair.shown.block_type == "heading":
            found.append(Section(pair))
        elif found:
            found[-1].contents.append(pair)
        else:
            found.append(Section(None, [pair]))
    return found
