"""Unions that are told apart by one property, each open for members that come later."""

from wagtail.blocks import StreamBlock

from api.content.schema import STRING, Components, Schema, closed, ref


def add_union(
    components: Components,
    name: str,
    members: dict[str, Schema],
    *,
    other: Schema,
    by: str = "type",
    description: str,
) -> Schema:
    """A flat union called `name`: references to its members, by their value of the property `by`.

    Its last member, `Other…`, is what `other` says, with any further value of `by`: an app that
    was made today reads what is added tomorrow. The value is `not` one of the known: a known
    member that is broken would be taken for a new one.
    """
    further = f"A value of `{by}` that was added after this schema was made."
    value = {**STRING, "not": {"enum": list(members)}, "description": further}
    fallback = {
        **other,
        "required": [by, *other["required"]],
        "properties": {by: value, **other["properties"]},
    }
    title = f"Other{name}"
    every = {
        **members,
        title: components.add(title, fallback),
    }  # by its own name, as OpenAPI has it
    mapping = {value: member["$ref"] for value, member in every.items()}
    union = {
        "description": description,
        "oneOf": list(every.values()),
        "discriminator": {"propertyName": by, "mapping": mapping},
    }
    return components.add(name, union)


def add_blocks(
    stream: StreamBlock,
    values: dict[str, Schema],
    components: Components,
    name: str,
    *,
    prefix: str = "",
    suffix: str = "",
    more: dict[str, Schema] | None = None,
) -> Schema:
    """A union of a stream's blocks, with these `values`; each has the properties `more` too."""
    identity = {**STRING, "description": "Equal in every language; also the page's anchor."}
    members = {}
    for type_name, child in stream.child_blocks.items():
        kind = {**STRING, "const": type_name}
        properties = {"id": identity, "type": kind, "value": values[type_name], **(more or {})}
        title = prefix + "".join(part.title() for part in type_name.split("_")) + suffix
        own = getattr(child, "api_description", "") or getattr(child.meta, "description", "")
        description = str(own or f"{child.label}.")
        members[type_name] = components.add(title, closed(properties, description=description))
    how = "show its `html` or `text`" if more else "pass it over"
    other = closed(
        {"id": identity, **(more or {})},
        description=f"A block of a `type` that was added after this schema was made: {how}.",
    )
    description = "A block: `type` says what its `value` is."
    return add_union(components, name, members, other=other, description=description)


def add_nodes(components: Components, name: str, nodes: dict[str, Schema]) -> Schema:
    """A union of the nodes of rich text, called `name`."""
    members = {}
    for type_name, schema in nodes.items():
        title = name + type_name.title().replace("_", "")
        members[type_name] = components.add(title, schema)
    children = {"type": "array", "items": ref(name)}
    other = closed(
        {},
        optional={"text": STRING, "children": children},
        description="A node of a `type` that was added after this schema was made: show its "
        "`text` and `children`.",
    )
    description = "A part of a rich text, as a tree: blocks hold lines, lines hold text and links."
    return add_union(components, name, members, other=other, description=description)
