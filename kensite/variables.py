"""What may stand in an environment variable: a sentence for each value that may not, else None.

No sentence repeats a value: it may hold a password.
"""

import re
import zlib
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|\[[0-9a-f:.]+\]"
NEW_KEY = (
    "Make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'` and keep it "
    "secret."
)
SHORTEST_KEY, LEAST_CONTENT = 50, 41  # letters; bytes of it compressed, a random one has over 60


def split(address: str) -> SplitResult | None:
    """The parts of an address; None if it has no host, or a port that is none."""
    try:
        parts = urlsplit(address)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def secret_key(key: str) -> str | None:
    """SECRET_KEY: long, and not the same again and again."""
    if len(key) < SHORTEST_KEY:
        return f"missing or shorter than {SHORTEST_KEY} characters. {NEW_KEY}"
    if len(zlib.compress(key.encode(errors="replace"), 9)) < LEAST_CONTENT:
        return f"repeats itself and can be guessed. {NEW_KEY}"
    return None


def public_url(address: str, schemes: tuple[str, ...]) -> str | None:
    """PUBLIC_URL: scheme, host, perhaps a port, and nothing else."""
    if not address:
        return "missing. Write the address that readers see, such as https://news.example.org."
    shape = rf"(?:{'|'.join(schemes)})://(?:{HOST})(?::\d{{1,5}})?"
    if re.fullmatch(shape, address) and split(address):
        return None
    return (
        "not the address of the site. Write it whole, such as https://news.example.org, without "
        "user, path, ? or # (a host in Hangul as its xn--… form)."
    )


def allowed_hosts(hosts: list[str], local: bool) -> str | None:
    """ALLOWED_HOSTS: bare host names; any (`*`) only on a developer's machine."""
    if all(
        re.fullmatch(rf"\.?(?:{HOST})", host.lower()) or (local and host == "*") for host in hosts
    ):
        return None
    return "write host names only (not *), without https://, port or path, separated by commas."


def database_url(database: dict[str, Any]) -> str | None:
    """DATABASE_URL, as dj-database-url understood it."""
    name = str(database.get("NAME") or "")
    if database["ENGINE"].endswith("sqlite3"):
        file = Path(name)
        if name == ":memory:" or file.is_dir() or not file.parent.is_dir():
            return "names no file in a folder that exists. Write it as sqlite:////folder/file."
        return None
    if database["ENGINE"].endswith("postgresql"):
        return (
            None
            if name and database.get("HOST")
            else "write it as postgres://user:password@host:5432/name."
        )
    return "only sqlite:// and postgres:// are supported."


def redis_url(address: str) -> str | None:
    """REDIS_URL."""
    parts = split(address)
    if parts and parts.scheme in ("redis", "rediss") and re.fullmatch(r"/?\d*", parts.path):
        return None
    return "write it as redis://host:6379/0 (or rediss:// with TLS)."


def s3(bucket: dict[str, str | None]) -> dict[str, str]:
    """The sentences about the S3 variables, by the variable's name."""
    shapes = {
        "S3_BUCKET": (bucket["bucket_name"], r"[A-Za-z0-9._-]{3,63}", "write its bare name."),
        "S3_REGION": (bucket["region_name"], r"[A-Za-z0-9-]+", "write it as eu-central-1."),
        "S3_PUBLIC_HOST": (bucket["custom_domain"], HOST, "write the bare host name."),
        "S3_ACCESS_KEY_ID": (bucket["access_key"], r"[!-~]+", "holds a blank or odd letter."),
        "S3_SECRET_ACCESS_KEY": (bucket["secret_key"], r"[!-~]+", "holds a blank or odd letter."),
    }
    wrong = {
        name: sentence
        for name, (value, shape, sentence) in shapes.items()
        if value and not re.fullmatch(shape, value)
    }
    parts = split(bucket["endpoint_url"] or "https://x")
    if not parts or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        wrong["S3_ENDPOINT_URL"] = "write it whole, such as https://s3.example.org."
    needed = [bucket[key] for key in ("bucket_name", "access_key", "secret_key")]
    if any(bucket.values()) and not all(needed):
        wrong["S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY"] = (
            "belong together: set all three, or none to keep the files on this machine."
        )
    return wrong


def email_url(url: str, email: dict[str, Any]) -> str | None:
    """EMAIL_URL, and what dj-email-url made of it: without a host often `localhost`."""
    backend = email.get("EMAIL_BACKEND", "")
    if not backend:
        return (
            "missing, or of an unknown scheme. Write it as "
            "submission://user:password@mail.example.org:587, smtp://…, console: or file:////folder"
        )
    if backend.endswith("smtp.EmailBackend") and not split(url):
        return "names no host. Write it as submission://user:password@mail.example.org:587"
    if backend.endswith("filebased.EmailBackend") and not email.get("EMAIL_FILE_PATH"):
        return "names no folder. Write it as file:////folder"
    return None


def from_email(address: str) -> str | None:
    """KENSITE_FROM_EMAIL: an address, perhaps with a name before it."""
    bare = parseaddr(address)[1]
    try:
        validate_email(bare)
    except ValidationError:
        bare = ""
    if bare and address.isprintable() and address.endswith((bare, f"<{bare}>")):
        return None
    return "not an address. Write it as news@example.org or KEN <news@example.org>."
