"""Turns an issue's structure and words into the stored form of its blocks."""

import uuid
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

Block = tuple[str, dict[str, Any]]
NAMESPACE = uuid.UUID("8a6f2f0e-6d5c-4b9c-9d0f-3f6f0a3b6c11")


@dataclass(frozen=True)
class PictureRef:
    """A picture of the demo by its file's name, and what it shows in this place."""

    name: str
    alt: str


@dataclass(frozen=True)
class OrganisationRef:
    """An organisation of the demo by its key."""

    key: str


picture = PictureRef
organisation = OrganisationRef


@dataclass(frozen=True)
class Builder:
    """Knows the ids of the pictures and organisations that the words refer to by name."""

    pictures: dict[str, int]
    organisations: dict[str, int]

    def stored(self, block: blocks.Block, value: Any, path: str) -> Any:
        """`value` as the block stores it in JSON, complete, with ids that depend on `path` only.

        Equal paths give equal ids, so an issue's blocks have the same ids in every language.
        """
        match block:
            case ImageBlock():
                return self._image(value)
            case blocks.BaseStreamBlock():
                return [
                    {
                        "type": kind,
                        "id": block_id(f"{path}/{index}"),
                        "value": self.stored(block.child_blocks[kind], child, f"{path}/{index}"),
                    }
                    for index, (kind, child) in enumerate(value)
                ]
            case blocks.BaseStructBlock():
                return self._struct(block, value, path)
            case blocks.ListBlock():
                return [
                    {
                        "type": "item",
                        "id": block_id(f"{path}/{index}"),
                        "value": self.stored(block.child_block, item, f"{path}/{index}"),
                    }
                    for index, item in enumerate(value)
                ]
        if isinstance(value, OrganisationRef):
            return self.organisations[value.key]
        return block.get_prep_value(block.normalize(value))

    def _struct(self, block: blocks.BaseStructBlock, value: dict, path: str) -> dict:
        if unknown := value.keys() - block.child_blocks.keys():
            raise KeyError(f"{path}: the block has no {', '.join(sorted(unknown))}")
        return {
            name: self.stored(child, value[name], f"{path}/{name}")
            if name in value
            else child.get_prep_value(child.get_default())
            for name, child in block.child_blocks.items()
        }

    def _image(self, value: PictureRef | None) -> dict:
        if value is None:
            return {"image": None, "alt_text": "", "decorative": False}
        pk = self.pictures[value.name]
        return {"image": pk, "alt_text": value.alt, "decorative": not value.alt}


def block_id(path: str) -> str:
    """The same id for the same place in the demo, on every machine."""
    return str(uuid.uuid5(NAMESPACE, path))
