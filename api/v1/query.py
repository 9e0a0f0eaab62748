"""Reads the query of a request, and says how to ask for what comes after the answer."""

import hashlib
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from api import SCHEMA_VERSION
from api.http.problems import Problem
from api.store.freshness import is_resting
from api.v1 import cursors
from api.v1.parameters import Choices, Parameter, plain

OF_A_PAGE = ("cursor", "token", "limit")  # the others stay as a list began
Fault = tuple[str, str, str]  # problem, parameter, what is wrong


class Query(dict[str, Any]):
    """The values of the parameters by name, with defaults for those that were not given."""

    def __init__(self, path: str, given: dict[str, str], values: dict[str, Any]) -> None:
        super().__init__(values)
        self.path, self.given = path, given

    def after(self, place: str | None) -> dict[str, Any]:
        """The cursor and the address of the next page of a list; null at the end."""
        if place is None:
            return {"next_cursor": None, "next": None}
        began = {name: text for name, text in self.given.items() if name not in OF_A_PAGE}
        cursor = cursors.encode([self.path, began, place])
        return {"next_cursor": cursor, "next": self.address(cursor=cursor)}

    def address(self, **more: str) -> str:
        """The address of this query with every parameter of it, and with others in their place."""
        return f"{settings.PUBLIC_URL}/api/v1/{self.path}?{urlencode(self.given | more)}"

    def fingerprint(self, **path_values: Any) -> str:
        """Names all that an answer depends on besides what is stored, for its ETag."""
        values = sorted(self.items())
        # While nobody can write the store, answers leave out what has expired
        said = (SCHEMA_VERSION, settings.PUBLIC_URL, self.path, path_values, values, is_resting())
        return hashlib.blake2s(repr(said).encode(), digest_size=6).hexdigest()


def read(request: HttpRequest, parameters: tuple[Parameter, ...], path: str = "") -> Query:
    """The query. Problem (400) that names every fault, also of unknown parameters."""
    known = {parameter.name: parameter for parameter in parameters}
    given, faults = given_once(request, known)
    if "cursor" in given:
        faults += go_on(given, known, path)
    values = {name: parameter.default for name, parameter in known.items()}
    for name, text in given.items():
        try:
            values[name] = known[name].parse(text)
        except ValueError as error:
            faults.append((known[name].problem, name, str(error)))
    for name, parameter in known.items():
        if parameter.required and name not in given and name not in request.GET:
            faults.append(("invalid-parameter", name, missing(parameter, again="cursor" in given)))
    if faults:
        raise refusal(faults)
    if values.get("cursor"):
        values["cursor"] = values["cursor"][-1]
    in_order = {name: given[name] for name in known if name in given}
    return Query(path, in_order, values)


def given_once(
    request: HttpRequest, known: dict[str, Parameter]
) -> tuple[dict[str, str], list[Fault]]:
    """The text of each parameter, and what is wrong with others."""
    given: dict[str, str] = {}
    faults: list[Fault] = []
    for name, texts in request.GET.lists():
        text = ",".join(texts)  # some clients repeat the name of a list, OpenAPI's other form
        if name not in known:
            faults.append(("unknown-parameter", name, unknown(name, list(known))))
        elif len(texts) > 1 and not isinstance(known[name], Choices):
            faults.append((known[name].problem, name, "is given more than once"))
        elif "\ufffd" in text:  # what Django makes of other bytes
            faults.append((known[name].problem, name, "has to be percent-encoded as UTF-8"))
        elif not plain(text):
            said = "contains characters that are not allowed"
            faults.append((known[name].problem, name, said))
        else:
            given[name] = text
    return given, faults


def go_on(given: dict[str, str], known: dict[str, Parameter], path: str) -> list[Fault]:
    """Add to a query with a cursor what its list began with; the faults if it is another list."""
    try:
        home, began, _place = known["cursor"].parse(given["cursor"])
    except ValueError:
        return []  # said when it is read
    if home != path:
        said = f"was given out by /api/v1/{home}, and is good for that address only"
        return [("invalid-cursor", "cursor", said)]
    faults = []
    for name, parameter in known.items():
        if name in OF_A_PAGE:
            continue
        if name in given and not is_same(parameter, given[name], began.get(name)):
            was = f"began with {name}={began[name]}" if name in began else f"began without {name}"
            said = f"is not as before: the list {was}. Leave {name} out, or begin without cursor"
            faults.append(("invalid-cursor", name, said))
        elif name in began:
            given[name] = began[name]
    return faults


def is_same(parameter: Parameter, text: str, began: str | None) -> bool:
    """Whether two texts of a parameter, of which the list may have had none, mean the same."""
    try:
        was = parameter.default if began is None else parameter.parse(began)
        return bool(parameter.parse(text) == was)
    except ValueError:
        return True  # said when it is read


def unknown(name: str, known: list[str]) -> str:
    """What to say of a parameter that there is not."""
    if near := get_close_matches(name, known, 1):
        return f"is unknown. Did you mean {near[0]}?"
    if not known:
        return "is unknown: this address takes no parameters"
    return f"is unknown. This address takes: {', '.join(known)}"


def missing(parameter: Parameter, *, again: bool) -> str:
    """What to say of a parameter that should be there; a good cursor would have brought it."""
    choices = getattr(parameter, "choices", None)
    said = "is required to start again" if again else "is required"
    return f"{said}, one of: {' | '.join(choices)}" if choices else said


def refusal(faults: Iterable[Fault]) -> Problem:
    """All faults as one problem, of the first one's type."""
    faults = list(faults)
    errors = [{"parameter": readable(name), "detail": said} for _slug, name, said in faults]
    detail = "; ".join(f"{error['parameter']} {error['detail']}" for error in errors)
    return Problem(faults[0][0], detail, errors=errors)


def readable(name: str) -> str:
    """A name as it can be written in JSON, and not longer than need be."""
    return name.encode("utf-8", "replace").decode()[:80]
