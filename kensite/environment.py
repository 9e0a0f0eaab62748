"""Reading the environment variables: where they come from, and all their faults in one message."""

import os
import secrets
from difflib import get_close_matches
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import EnvValidationError, FileAwareEnv

env = FileAwareEnv(eager=False)  # eager=False gathers all faults; NAME_FILE=… reads a secret file
faults: list[str] = []


def data_folder(root: Path, *parts: str) -> Path:
    """A folder below KENSITE_DATA_DIR, made if need be; a fault if it cannot be written to."""
    folder = root.joinpath(*parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        faults.append(
            f"KENSITE_DATA_DIR: the folder {root} cannot be written to. Make it writable, "
            "or name another one."
        )
    return folder


def local_secret_key(root: Path) -> str:
    """A key made once for this machine and kept in the data folder, readable by its owner only."""
    file = data_folder(root) / "secret_key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except OSError:  # it is there already, or the folder is not writable: reported above
        pass
    try:
        key = file.read_text()
    except OSError:
        key = ""
    if not key:
        faults.append(f"KENSITE_DATA_DIR: {file} is empty or belongs to somebody else. Delete it.")
    return key


def finish() -> list[str]:
    """The names of all variables that exist; ImproperlyConfigured with every fault there is."""
    wrong: dict[str, list[str]] = {}
    try:
        env.seal()
    except EnvValidationError as error:
        wrong = dict(error.error_messages)  # type: ignore[arg-type]
        faults.extend(f"{name}: {' '.join(reasons)}" for name, reasons in wrong.items())
    variables = sorted({*env.dump(), *wrong})
    for name in sorted(os.environ):
        if name.startswith(("KENSITE_", "S3_")) and name.removesuffix("_FILE") not in variables:
            near = get_close_matches(name, variables, 1)
            faults.append(f"{name}: unknown." + (f" Did you mean {near[0]}?" if near else ""))
    if faults:
        raise ImproperlyConfigured(
            "kensite cannot start; please correct these environment variables "
            "(table in README.md):\n" + "\n".join(f"  - {fault}" for fault in dict.fromkeys(faults))
        )
    return variables
