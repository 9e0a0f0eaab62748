"""Create .venv and install the locked packages into it: `python3 bootstrap.py [dev]`.

Standard library only, so that it runs on a machine that has nothing of ours. It prints one clear
sentence when it cannot go on, and leaves every tool's full output in .venv/install.log.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = VENV / "install.log"
OLDEST = (3, 11)
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}


def main(profile):
    """Install `profile` ("run" or "dev"), unless exactly this lock file is installed already."""
    if sys.version_info < OLDEST:
        stop(
            "kensite needs Python %d.%d or newer and this is %s: install one and say "
            "`make PYTHON=python3.12 demo` (or its name on your machine)."
            % (OLDEST[0], OLDEST[1], sys.version.split()[0])
        )
    stamp = VENV / ("installed-" + profile)
    if stamp.exists() and stamp.read_text() == fingerprint(profile):
        return
    print("Installing the packages of %s …" % LOCKS[profile], flush=True)
    try:
        create_environment()
        install(LOCKS[profile])
        for done in LOCKS if profile == "dev" else [profile]:
            (VENV / ("installed-" + done)).write_text(fingerprint(done))
    except OSError as error:
        stop(
            "Cannot write to %s (%s): make the folder writable, or clone the repository into "
            "one that is." % (error.filename or VENV, error.strerror)
        )


def fingerprint(profile):
    """What an environment depends on: the lock files, this script and the Python that made it."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("bootstrap.lock", LOCKS[profile], "bootstrap.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def create_environment():
    """Make .venv with uv in it. Without pip inside, which saves ten seconds (ensurepip)."""
    if VENV.exists() and not made_by_this_python():
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    LOG.write_text("")
    pip = [sys.executable, "-m", "pip"]
    if quiet([*pip, "--version"]):
        run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
        pip += ["--python", str(PYTHON)]
    elif quiet([sys.executable, "-m", "ensurepip", "--version"]):
        run([sys.executable, "-m", "venv", str(VENV)])
        pip = [str(PYTHON), "-m", "pip"]
    else:
        stop(
            "This Python has neither pip nor ensurepip: install one of them (on Debian and "
            "Ubuntu: apt install python3-pip or python3-venv) and try again."
        )
    run([*pip, "install", "-q", "--require-hashes", "-r", "bootstrap.lock"])


def made_by_this_python():
    """Whether .venv works and is of this Python: an upgrade or PYTHON= leaves a stale one."""
    ask = "import sys; print(sys.version)"
    try:
        answer = subprocess.check_output([str(PYTHON), "-c", ask], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.decode().strip() == sys.version.strip()


def install(lock):
    """Install the lock file with uv; where uv cannot, with pip, which is slower but older.

    Both compile what they install (uv only when told): where Python may not write beside it later
    (another user's .venv, PYTHONDONTWRITEBYTECODE) each process would spend seconds on that.
    """
    uv = [str(PYTHON), "-m", "uv", "--system-certs", "pip", "install", "-q", "--compile-bytecode"]
    locked = ["--require-hashes", "-r", lock]
    if quiet([*uv, "--python", str(PYTHON), *locked]):
        return
    print("uv could not install them; trying pip, which takes longer …", flush=True)
    if not quiet([sys.executable, "-m", "pip", "--version"]):
        stop("The packages could not be installed. Are you online? Details: %s" % LOG)
    run([sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "-q", *locked])


def run(command):
    """Run a step, or stop with one sentence."""
    if not quiet(command):
        stop(
            "The packages could not be installed: is this machine online? "
            "Nothing was started. Details: %s" % LOG
        )


def quiet(command):
    """Run a step with its output in the log; say whether it worked."""
    with open(LOG, "a") as log:
        log.write("$ %s\n" % " ".join(command))
        log.flush()
        return subprocess.call(command, cwd=ROOT, stdout=log, stderr=log) == 0


def stop(sentence):
    """End with one sentence on the error stream."""
    sys.exit("\n" + sentence)


if __name__ == "__main__":
    main("dev" if "dev" in sys.argv[1:] else "run")
