"""Reading the environment variables: where they come from, and all their faults in one message."""

import os
import secrets
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import EnvValidationError, FileAwareEnv

ENCODED = "In a password write @ as %40, / as %2F, # as %23, ? as %3F and % as %25."
# environs' sentences that do not say what to write
ADVICE = {
    "Not a valid integer.": "is no number. Write it in digits, such as 1.",
    "Not a valid boolean.": "is neither on nor off. Write one of the two.",
    "Not a valid database URL.": "write it as postgres://user:password@host:5432/name. " + ENCODED,
    "Not a valid email URL.": "write it as submission://user:password@host:587. " + ENCODED,
}

faults: list[str] = []
unreadable: set[str] = set()  # variables whose file cannot be read: nothing else is said of them


class Environment(FileAwareEnv):
    """Reads NAME, or the file that NAME_FILE names; a file that is none is a fault."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        if os.environ.get(env_key) and os.environ.get(f"{env_key}_FILE"):
            fault(env_key, f"is set, and {env_key}_FILE too. Set one of the two.")
        try:
            return super()._get_value(env_key, default)
        except (OSError, ValueError) as error:  # ValueError: also what is no text
            reason = str(error.__cause__ or error)
            fault(env_key, f"{env_key}_FILE names no text file that can be read ({reason}).")
            unreadable.add(env_key)
            return default


env = Environment(eager=False, strip_whitespace=True)  # eager=False gathers all faults


def fault(name: str, sentence: str | None) -> None:
    """Note what is wrong with a variable, if anything is."""
    if sentence and unreadable.isdisjoint(name.split(", ")):
        faults.append(f"{name}: {sentence}")


def data_folder(root: Path, *parts: str) -> Path:
    """A folder below KENSITE_DATA_DIR, made if need be; a fault if it cannot be written to.

    What lies in a folder below is for nobody else on this machine.
    """
    folder = root.joinpath(*parts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if parts:
            with suppress(PermissionError):  # another user's, who has let us in
                folder.chmod(0o700)
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
        for name, reasons in wrong.items():
            faults.append(f"{name}: {' '.join(ADVICE.get(each, each) for each in reasons)}")
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
