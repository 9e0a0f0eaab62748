"""The schema: valid, true, and never narrower than what was released."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.checks import check_schema
from api.content.blocks import VISITORS
from api.content.schema import Components
from api.models import Dependency
from api.v1.endpoint import endpoints
from api.v1.openapi import document
from kensite import api
from newsletters.blocks import IssueBody
from newsletters.blocks.base import OrganisationChooser
from newsletters.models import Organisation
from tests.api.narrowing import narrowings
from tests.api.tomorrow import today, tomorrow

assert api.v1, "imported for its endpoints"
SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
HOW = (
    "look at the difference, then write it: KENSITE_ENV=local PUBLIC_URL=http://testserver"
    " .venv/bin/python manage.py openapi > tests/snapshots/{}"
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def snapshot(name: str) -> dict:
    return json.loads((SNAPSHOTS / name).read_text())


def printed(capsys) -> dict:
    call_command("openapi")
    return json.loads(capsys.readouterr().out)


def test_it_is_valid_openapi():
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_it_is_what_was_reviewed(capsys):
    assert printed(capsys) == snapshot("openapi.json"), HOW.format("openapi.json")


def test_nothing_is_narrower_than_in_the_last_release(capsys):
    assert narrowings(snapshot("openapi.released.json"), printed(capsys)) == []


def test_a_narrowing_is_noticed():
    old = document()
    for change, said in [
        (lambda s: s["Issue"]["properties"].pop("title"), "Issue.title is gone"),
        (lambda s: s["Issue"]["required"].remove("title"), "Issue.title may be missing now"),
        (
            lambda s: s["Issue"]["properties"].update(title={"type": ["string", "null"]}),
            "Issue.title",
        ),
        (lambda s: s["Block"]["oneOf"].pop(0), "Block"),
        (lambda s: s.pop("Entry"), "Entry is gone"),
    ]:
        new = json.loads(json.dumps(old))
        change(new["components"]["schemas"])
        assert any(said in each for each in narrowings(old, new)), said
    new = json.loads(json.dumps(old))
    del new["paths"]["/api/v1/issues/"]
    new["paths"]["/api/v1/events/"]["get"]["parameters"].pop()
    found = narrowings(old, new)
    assert any("/api/v1/issues/" in each for each in found)
    assert any("/api/v1/events/" in each for each in found)


def test_an_addition_is_none():
    old, new = document(), json.loads(json.dumps(document()))
    schemas = new["components"]["schemas"]
    schemas["Issue"]["properties"]["new"] = {"type": "string"}
    schemas["PodcastBlock"] = {"type": "object"}
    schemas["Block"]["oneOf"].append({"$ref": "#/components/schemas/PodcastBlock"})
    assert narrowings(old, new) == []


def unions() -> dict[str, dict]:
    """Every schema that is one of several, by where it is; what may be null is not meant."""
    found = {}

    def look(schema: object, path: str) -> None:
        if isinstance(schema, list):
            schema = dict(enumerate(schema))
        if not isinstance(schema, dict):
            return
        assert "anyOf" not in schema, f"generators merge or drop the members of anyOf: {path}"
        members = [each for each in schema.get("oneOf", ()) if each != {"type": "null"}]
        if len(members) > 1:
            found[path] = schema
        for name, value in schema.items():
            look(value, f"{path}/{name}")

    look(document(), "")
    return found


def test_every_union_is_flat_and_takes_what_comes_later():
    schemas = document()["components"]["schemas"]
    found = unions()
    names = {path.removeprefix("/components/schemas/") for path in found}
    assert names >= {"Block", "Change", "Document", "Page", "RichNode", "HomeSocialLinks"}
    closed = "/paths//api/v1/issues/{key}//get/responses/200/content/application/json/schema"
    assert found.pop(closed)["oneOf"], "one of two forms, which the parameters decide"
    for path, union in found.items():
        *known, other = (each["$ref"].rsplit("/", 1)[1] for each in union["oneOf"])
        by = union["discriminator"]["propertyName"]
        assert not any("oneOf" in schemas[name] for name in known), path
        words = [schemas[name]["properties"][by]["const"] for name in known]
        assert other.startswith("Other"), path
        assert schemas[other]["properties"][by]["not"] == {"enum": words}
        mapped = {**dict(zip(words, known, strict=True)), other: other}
        assert union["discriminator"]["mapping"] == {
            word: f"#/components/schemas/{name}" for word, name in mapped.items()
        }


def test_without_discriminators_it_is_the_same_otherwise(reader, db):
    def less(schema):
        if isinstance(schema, dict):
            return {name: less(of) for name, of in schema.items() if name != "discriminator"}
        return [less(each) for each in schema] if isinstance(schema, list) else schema

    with_them = reader.get("/api/v1/openapi.json")
    without = reader.get("/api/v1/openapi.json?discriminator=0")
    assert with_them.json() == reader.get("/api/v1/openapi.json?discriminator=1").json()
    assert "discriminator" in with_them.json()["components"]["schemas"]["Block"]
    assert without.json() == less(with_them.json())
    assert without["ETag"] != with_them["ETag"]


def test_what_comes_tomorrow_is_as_today_s_schema_says(reader, issue):
    def get(path: str) -> dict:
        return reader.get(f"/api/v1/{path}").json()

    for name, data in tomorrow(today(get, str(issue.translation_key))).items():
        validator(name).validate(data)


def test_everything_is_described_for_a_stranger():
    schema = document()
    operations = [item["get"] for item in schema["paths"].values()]
    for each in operations:
        assert each["description"].endswith("."), each["operationId"]
        for parameter in each["parameters"]:
            assert parameter.get("description"), (each["operationId"], parameter["name"])
    for name, component in schema["components"]["schemas"].items():
        words = component.get("description", "")
        assert words.endswith("."), f"{name} needs a description, or its block an api_description"
        assert "api." not in words, "a name of the code says nothing to whom does not have it"


def test_every_block_is_in_the_union():
    union = deepcopy(document()["components"]["schemas"]["Block"])
    mapping = union["discriminator"]["mapping"]
    assert mapping.pop("OtherBlock")
    assert mapping.keys() == IssueBody().child_blocks.keys()
    for name, reference in mapping.items():
        block = document()["components"]["schemas"][reference.rsplit("/", 1)[1]]
        assert block["properties"]["type"]["const"] == name
        assert {"id", "type", "value", "html", "text", "translation"} == set(block["required"])


def test_two_schemas_of_one_name_are_refused():
    components = Components()
    components.add("Text", {"type": "string"})
    components.add("Text", {"type": "string"})
    with pytest.raises(LookupError, match="Text"):
        components.add("Text", {"type": "object"})


def test_a_block_that_the_api_does_not_know_is_an_error_at_the_start(monkeypatch):
    assert check_schema() == []
    monkeypatch.delitem(VISITORS, OrganisationChooser)
    (error,) = check_schema()
    assert "OrganisationChooser" in error.msg
    assert "api/content/blocks.py" in error.msg


def validator(component: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{component}", "components": document()["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@pytest.mark.parametrize("form", ["html", "nodes", "html,nodes"])
def test_every_document_is_as_the_schema_says(get, form):
    for locale in ("en", "ko"):
        page = get("sync/", locale=locale, limit=100, rich_text=form)
        assert len(page["items"]) == 18
        validator("SyncPage").validate(page)
        entries = get("entries/", locale=locale, fields="full", limit=50, rich_text=form)
        assert {item["kind"] for item in entries["items"]} >= {"event", "interview", "letter"}
        for item in entries["items"]:
            validator("Entry").validate(item)


def test_the_schema_notices_a_wrong_document(get, issue):
    data = get(f"issues/{issue.translation_key}/", locale="en")
    assert validator("Issue").is_valid(data)
    data["body"][0]["type"] = "event"  # whose value is another
    assert not validator("Issue").is_valid(data)


def test_every_example_of_a_block_is_as_the_schema_says(db, publish, get, issue):
    """Every block, also those that no demo issue has."""
    body = IssueBody()
    values = [(name, block.get_preview_value()) for name, block in body.child_blocks.items()]
    stream = body.normalize(values)
    publish(issue, body=body.get_prep_value(stream))
    data = get(f"issues/{issue.translation_key}/", locale="en", rich_text="html,nodes")
    assert [block["type"] for block in data["body"]] == list(body.child_blocks)
    validator("Issue").validate(data)


@pytest.mark.parametrize("each", [each.path for each in endpoints()])
def test_whatever_is_asked_the_answer_is_documented(kept_connection, each, issue, settings):
    """Requests made up from the schema, good and bad: no 5xx, nothing undocumented."""
    settings.API_LIMIT = 0
    schema = schemathesis.openapi.from_wsgi("/openapi", serving(known_values(issue)))
    operation = schema[f"/api/v1/{each}"]["get"]
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @given(case=good | bad)
    @hypothesis.settings(
        max_examples=40, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()


@pytest.fixture
def kept_connection(db):
    """A request through WSGI closes the database's connection, and the test's data with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def serving(schema: dict) -> Callable:
    """The site with this schema, for schemathesis, at /openapi."""
    site = get_wsgi_application()

    def application(environ, start_response):
        if environ["PATH_INFO"] != "/openapi":
            return site(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(schema).encode()]

    return application


def known_values(issue) -> dict:
    """The schema with examples of what exists, so that not everything is 404."""
    schema = json.loads(json.dumps(document()))
    picture = Dependency.objects.filter(target__startswith="image:").first()
    keys = [str(issue.translation_key), str(Organisation.objects.first().translation_key)]
    known = {
        "key": [*keys, str(uuid4())],
        "id": [int(picture.target.removeprefix("image:")), 10**17],
        "path": [issue.get_url(), "/nowhere/"],
    }
    for path in schema["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["name"] in known:
                parameter["schema"]["enum"] = known[parameter["name"]]
    return schema
