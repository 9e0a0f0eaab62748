"""What an app that was made for an older schema would miss in a newer one."""

from collections.abc import Iterator
from typing import Any


def narrowings(old: dict, new: dict) -> list[str]:
    """In words; empty if the new schema only adds."""
    return [*lost_operations(old, new), *lost_schemas(old, new)]


def lost_operations(old: dict, new: dict) -> Iterator[str]:
    """Endpoints, parameters, their values and answers that are there no more."""
    for path, item in old["paths"].items():
        if path not in new["paths"]:
            yield f"{path} is gone"
            continue
        was, now = item["get"], new["paths"][path]["get"]
        yield from lost_parameters(path, was["parameters"], now["parameters"])
        for status in was["responses"].keys() - now["responses"].keys():
            yield f"{path}: no answer {status} any more"


def lost_parameters(path: str, old: list[dict], new: list[dict]) -> Iterator[str]:
    """What can be asked no more, or has to be said now."""
    was, now = ({each["name"]: each for each in parameters} for parameters in (old, new))
    for name, parameter in was.items():
        if name not in now:
            yield f"{path}: the parameter {name} is gone"
        elif lost := lost_values(parameter["schema"], now[name]["schema"]):
            yield f"{path}: {name} does not take {lost} any more"
    for name, parameter in now.items():
        if parameter.get("required") and not was.get(name, {}).get("required"):
            yield f"{path}: {name} is required now"


def lost_values(old: dict, new: dict) -> list:
    """The values that a parameter took and takes no more."""
    was, now = (schema.get("items", schema).get("enum", []) for schema in (old, new))
    return [value for value in was if now and value not in now]


def lost_schemas(old: dict, new: dict) -> Iterator[str]:
    """Components, properties and members of unions that are there no more, or less surely."""
    known = new["components"]["schemas"]
    for name, schema in old["components"]["schemas"].items():
        if name not in known:
            yield f"{name} is gone"
        else:
            yield from compared(name, schema, known[name])


def compared(name: str, old: Any, new: Any) -> Iterator[str]:
    """What one schema lost."""
    if types(old) and not types(old) >= types(new) > set():
        yield f"{name} may be {', '.join(sorted(types(new))) or 'anything'} now"
    if old.get("$ref") != new.get("$ref") or old.get("const") != new.get("const"):
        yield f"{name} is something else now"
    for union in ("oneOf", "anyOf"):
        for member in old.get(union, []):
            if member not in new.get(union, []):
                yield f"{name} has lost {member}"
    yield from lost_properties(name, old, new)
    if "items" in old:
        yield from compared(f"{name}[]", old["items"], new.get("items", {}))


def lost_properties(name: str, old: Any, new: Any) -> Iterator[str]:
    """What the properties of an object lost."""
    now = new.get("properties", {})
    for each, schema in old.get("properties", {}).items():
        if each not in now:
            yield f"{name}.{each} is gone"
            continue
        if each in old.get("required", []) and each not in new.get("required", []):
            yield f"{name}.{each} may be missing now"
        yield from compared(f"{name}.{each}", schema, now[each])


def types(schema: dict) -> set[str]:
    """The JSON types of a schema."""
    found = schema.get("type", [])
    return {found} if isinstance(found, str) else set(found)
