"""`make quality`: measure the demo as a visitor meets it, and write it into docs/quality.md."""

import os
import sys
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from quality import tools
from quality.server import ROOT, serving

RUNS = 5
MEASURED = ["/", "/newsletters/", "/newsletters/october-2020/"]
ISSUE = "/newsletters/october-2020/"
LANGUAGES = {"en": "", "ko": "/ko"}
FLOOR = 97  # of Lighthouse's performance; the other three must be 100
REPORT = ROOT / "docs/quality.md"
TRIAL = "\n## The trial of"  # from here on it is written by hand
BUDGETS = {"document": 25, "stylesheet": 12, "script": 3, "font": 70, "all": 350}  # kB
PREFACE = """# Quality

What visitors meet, measured on the demo served as in production. `make quality` writes this half of
the file (some ten minutes; needs chromium, Node 20 and Java 17) and fails if anything is below its
mark. Budgets, accessibility, layout shift, links and screens are tested by `make test` as well.
"""


def main() -> None:
    """Measure everything, write it down, and say what is below its mark."""
    tools.install()
    faults: list[str] = []
    with serving() as address:
        parts = [
            lighthouse_table(address, faults),
            byte_table(address, faults),
            html_and_links(address, faults),
        ]
    measured = f"\nMeasured on {date.today():%Y-%m-%d}, {os.cpu_count()} cores.\n"
    by_hand = REPORT.read_text().partition(TRIAL)
    REPORT.write_text(PREFACE + measured + "".join([*parts, *by_hand[1:]]))
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


def say(words: str) -> None:
    """Progress."""
    print(words, file=sys.stderr, flush=True)


def lighthouse_table(address: str, faults: list[str]) -> str:
    """Lighthouse's scores, by page and language."""
    lines = [
        "\n## Lighthouse\n\n"
        f"Mobile, simulated slow 4G, {RUNS} runs. Performance is the median (worst and best beside "
        f"it), the\nothers are the worst of all runs. At least {FLOOR}, and three times 100, "
        "are asked for.\n\n"
        "| Page | Performance | Accessibility | Best practices | SEO | LCP | CLS |\n"
        "| ---- | ----------- | ------------- | -------------- | --- | --- | --- |\n"
    ]
    for path in [prefix + page for page in MEASURED for prefix in LANGUAGES.values()]:
        say(f"Lighthouse: {path}")
        scores = tools.lighthouse(address + path, RUNS)
        middle = round(median(scores.performance))
        if middle < FLOOR or min(scores.others) < 100 or scores.cls >= 0.02:
            faults.append(f"Lighthouse: {path}: {scores}")
        low, high = scores.performance[0], scores.performance[-1]
        three = " | ".join(map(str, scores.others))
        lines.append(
            f"| `{path}` | {middle} ({low}–{high}) | {three} | {scores.lcp:.1f} s "
            f"| {scores.cls:.3f} |\n"
        )
    return "".join(lines)


def byte_table(address: str, faults: list[str]) -> str:
    """What an issue weighs."""
    lines = [
        "\n## Bytes\n\nThe first view of an issue on a phone that has never been here, in kB as "
        "they travel.\n\n| Language | HTML | CSS | JavaScript | Fonts | Pictures | All | Requests "
        "| Other sites |\n"
        "| -------- | ---- | --- | ---------- | ----- | -------- | --- | -------- "
        "| ----------- |\n"
    ]
    for language, prefix in LANGUAGES.items():
        weights, requests, strangers = tools.weigh(address + prefix + ISSUE)
        weights["all"] = sum(weights.values())
        over = {k: weights[k] for k, most in BUDGETS.items() if weights[k] > most * 1000}
        if over or requests > 20 or strangers:
            faults.append(f"Bytes: {language}: {over}, {requests} requests, {strangers}")
        numbers = " | ".join(f"{weights[kind] / 1000:.1f}" for kind in (*tools.KINDS, "all"))
        lines.append(f"| {language} | {numbers} | {requests} | {len(strangers)} |\n")
    most = {**BUDGETS, "image": "–"}
    numbers = " | ".join(str(most[kind]) for kind in (*tools.KINDS, "all"))
    return "".join([*lines, f"| *at most* | {numbers} | 20 | 0 |\n"])


def html_and_links(address: str, faults: list[str]) -> str:
    """Whether the HTML is valid, and every link leads somewhere."""
    urls = tools.pages(address)
    say(f"The Nu HTML checker: {len(urls)} pages")
    with TemporaryDirectory() as folder:
        messages = tools.valid_html(urls, Path(folder))
    say("Links")
    tried, broken = tools.broken_links(address)
    faults += messages + broken
    return (
        "\n## HTML and links\n\n"
        f"- Nu HTML checker: {len(urls)} pages (the site map, every issue beside its translation, "
        f"the page that\n  is missing), {len(messages)} messages.\n"
        f"- linkinator: {tried} addresses of the site tried, fragments included, "
        f"{len(broken)} broken.\n"
    )


if __name__ == "__main__":
    main()
