"""`python -m benchmarks.editor [BLOCKS]`: what opening the editor costs the browser's main thread.

Twice in one run: as it is, and with Wagtail's date pickers as they come (their calendars drawn at
once), in turn, so that a busy machine slows both.
"""

import json
import shutil
import sys
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from benchmarks.__main__ import prepare, say, set_up
from benchmarks.server import Server, serving

BLOCKS, ROUNDS = 30, 5
PASSWORD = "benchmark"
MEASURES = ("TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration")


def main() -> None:
    """Measure; leave nothing behind."""
    blocks = int(sys.argv[1]) if len(sys.argv) > 1 else BLOCKS
    with TemporaryDirectory(prefix="kensite-bench-", ignore_cleanup_errors=True) as folder:
        set_up(folder)
        prepare()
        path = make_issue(blocks)
        with serving() as server:
            print_table(blocks, measure(server, path))


def make_issue(blocks: int) -> str:
    """An issue with the blocks of October 2020 in turn; returns where it is edited."""
    from django.contrib.auth import get_user_model

    from benchmarks.archive import october
    from newsletters.models import IssuePage

    get_user_model().objects.create_superuser("bench", "bench@example.org", PASSWORD)
    original = october()
    chosen = islice(cycle(original.body.get_prep_value()), blocks)
    body = json.dumps([{**block, "id": str(uuid4())} for block in chosen])
    facts = {"summary": original.summary, "edition_date": original.edition_date, "body": body}
    issue = IssuePage(title="Benchmark", slug="benchmark", locale=original.locale, **facts)
    original.get_parent().add_child(instance=issue)
    return f"/admin/pages/{issue.pk}/edit/"


def measure(server: Server, path: str) -> dict[str, list[dict[str, float]]]:
    """The costs of each opening, by whether calendars wait."""
    from playwright.sync_api import sync_playwright

    costs: dict[str, list[dict[str, float]]] = {"Wagtail's calendars": [], "as it is": []}
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}")
        log_in(context.new_page())
        for number in range(ROUNDS + 1):  # the first is not counted: caches are empty
            say(f"Round {number} of {ROUNDS} …")
            for name, rows in costs.items():
                row = opening(context, path, stock=name != "as it is")
                rows += [row] * bool(number)
        browser.close()
    return costs


def log_in(page: Any) -> None:
    """Log in to the admin."""
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("bench")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def opening(context: Any, path: str, stock: bool) -> dict[str, float]:
    """Milliseconds of the main thread until the page is loaded and every block can be typed in."""
    page = context.new_page()
    if stock:
        page.route("**/admin/calendars*.js", lambda route: route.fulfill(body=""))
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path)
    page.locator("[contenteditable=true]").last.wait_for()
    page.wait_for_timeout(100)
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    count: Callable[[str], float] = page.evaluate
    row = {name: metrics[name] * 1000 for name in MEASURES}
    row["elements"] = count("document.querySelectorAll('*').length")
    page.close()
    return row


def print_table(blocks: int, costs: dict[str, list[dict[str, float]]]) -> None:
    """The medians, and what the difference is."""
    print(f"{blocks} blocks           elements   all ms   script    style   layout")
    medians = {}
    for name, rows in costs.items():
        middle = {key: median(row[key] for row in rows) for key in rows[0]}
        medians[name] = middle["TaskDuration"]
        numbers = "".join(f"{middle[key]:9.0f}" for key in MEASURES)
        print(f"{name:20}{middle['elements']:9.0f}{numbers}")
    before, after = medians.values()
    print(f"main thread: {(after / before - 1) * 100:+.1f} %")


if __name__ == "__main__":
    main()
