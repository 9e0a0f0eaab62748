"""Answers of today, and as they may be tomorrow: with a block, an entry, a change … more."""

from collections.abc import Callable
from copy import deepcopy

# What is asked for, by the name of the component that the schema says it is
ASKED = {
    "Issue": "issues/{key}/?locale=en&rich_text=html,nodes",
    "ParallelIssue": "issues/{key}/?locales=en,ko",
    "IssueList": "issues/?locale=en&fields=full",
    "EntryList": "entries/?locale=ko&fields=full&limit=50",
    "OrganisationList": "organisations/?locale=en",
    "SyncPage": "sync/?locale=ko&limit=100&rich_text=html,nodes",
    "SearchResults": "search/?locale=en&q=network",
    "Site": "site/?locale=en",
    "Start": "",
}
WORDS = "Words of a poll"


def today(get: Callable[[str], dict], key: str) -> dict[str, dict]:
    """An answer of each kind, by the name of its component."""
    return {name: get(path.format(key=key)) for name, path in ASKED.items()}


def tomorrow(answers: dict[str, dict]) -> dict[str, dict]:
    """The same with a member more in each union, and in a language more."""
    found = deepcopy(answers)
    block = found["Issue"]["body"][0]
    poll = {**block, "id": "poll", "type": "poll", "value": {"question": "?"}, "text": WORDS}
    poll["html"] = f"<p>{WORDS}</p>"
    found["Issue"]["body"].append(poll)
    rich = next(b["value"]["text"] for b in found["Issue"]["body"] if b["type"] == "letter")
    text = {"type": "text", "text": WORDS}
    rich["nodes"].append({"type": "aside", "tone": "calm", "children": [text]})
    found["IssueList"]["items"][0]["body"].insert(0, poll)
    by_locale = {"en": poll, "ko": None}
    found["ParallelIssue"]["blocks"].append({"id": "p", "type": "poll", "by_locale": by_locale})
    entry = {**found["EntryList"]["items"][0], "kind": "poll", "block": poll}
    found["EntryList"]["items"].append(entry)
    change = found["SyncPage"]["items"][0]
    podcast = {**change, "type": "podcast", "data": {**change["data"], "type": "podcast"}}
    archived = {name: value for name, value in change.items() if name != "data"}
    found["SyncPage"]["items"] += [podcast, {**archived, "op": "archive"}]
    french = {"locale": "fr", "locale_requested": "fr"}
    found["OrganisationList"]["items"][0] |= french
    found["Issue"]["translations"].append({"id": 1, "locale": "fr", "title": "Octobre"})
    found["Start"]["locales"].append({"code": "fr", "name": "Français", "is_default": False})
    return found
