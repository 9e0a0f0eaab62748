"""The search engine that the settings name: the database itself, or one of its own.

The database is right for most: it needs no other server, is written in the transaction of the
change, and is what our tests measure. An engine of its own pays from some hundred thousand pages.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import Timeout

ANSWER = 5  # seconds
CLIENTS = ("opensearchpy", "elasticsearch", "elastic_transport")
ENGINES = ("elasticsearch8", "elasticsearch9", "opensearch2", "opensearch3")
# The plugin-free twin of search.analysis: folded, Korean in overlapping pairs, English stemmed
ANALYSIS: dict[str, Any] = {
    "analyzer": {
        "default": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": [
                "cjk_width", "lowercase", "asciifolding", "cjk_bigram",
                "english_possessive", "english_stem",
            ],
        }
    },
    "filter": {
        "english_possessive": {"type": "stemmer", "language": "possessive_english"},
        "english_stem": {"type": "stemmer", "language": "english"},
    },
}  # fmt: skip


def is_database() -> bool:
    """Whether the site's database is its search engine: then both change in one transaction."""
    return settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] == "search.backend"


def timeout(engine: str) -> Any:
    """Seconds that a search waits; Elasticsearch's client knows only one number for all."""
    return Timeout(connect=2, read=ANSWER) if engine.startswith("opensearch") else ANSWER


def is_away(error: BaseException) -> bool:
    """Whether an engine of its own could not be reached, or did not answer in time."""
    client = type(error).__module__.partition(".")[0]
    return client in CLIENTS and "Connection" in "".join(
        kind.__name__ for kind in type(error).mro()
    )


def search_backends(address: str, faults: list[str]) -> dict[str, dict[str, Any]]:
    """WAGTAILSEARCH_BACKENDS for a value of KENSITE_SEARCH_URL; the database if it is empty.

    What is wrong with the value is added to the faults, without the value: it may be a secret.
    """
    if not address.strip():
        return {"default": {"BACKEND": "search.backend"}}
    try:
        url = urlsplit(address.strip())
        host, _port = url.hostname, url.port
    except ValueError:  # a port that is none
        url, host = urlsplit(""), None
    engine, _, scheme = url.scheme.partition("+")
    if engine not in ENGINES or scheme not in ("http", "https") or not host:
        faults.append(
            f"KENSITE_SEARCH_URL: write it as {ENGINES[-1]}+https://user:password@host:9200 "
            f"(or {', '.join(ENGINES[:-1])}; +http without TLS)."
        )
        return {}
    return {
        "default": {
            "BACKEND": f"wagtail.search.backends.{engine}",
            "URLS": [f"{scheme}://{url.netloc}{url.path}"],
            "INDEX_PREFIX": "kensite_",
            "TIMEOUT": timeout(engine),
            "OPTIONS": {"max_retries": 1},
            "INDEX_SETTINGS": {"settings": {"analysis": ANALYSIS}},
        }
    }
