"""What each tool finds: Lighthouse, the Nu HTML checker, linkinator, and a browser's own scales."""

import json
import os
import re
import shutil
import statistics
import subprocess
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from playwright.sync_api import Response, sync_playwright

HERE = Path(__file__).parent
TOOLS = HERE / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
KINDS = ("document", "stylesheet", "script", "font", "image")
PHONE = {"width": 390, "height": 844}


def chromium() -> str:
    """The path of the browser."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise SystemExit("make quality needs chromium, which this machine does not have.")


def install() -> None:
    """The tools at the versions of the lock file."""
    for name in ("node", "npm", "java"):
        if not shutil.which(name):
            raise SystemExit(f"make quality needs {name}, which this machine does not have.")
    subprocess.run(["npm", "install", "--silent", "--no-save"], cwd=HERE, check=True)


@dataclass
class Scores:
    """Lighthouse's scores of a page on a simulated phone: performance is the median."""

    performance: list[int]
    others: list[int]
    lcp: float  # seconds, median
    cls: float  # the worst


def lighthouse(url: str, runs: int) -> Scores:
    """Several runs, because performance varies with what else the machine does."""
    reports = []
    for _run in range(runs):
        command = [str(TOOLS / ".bin/lighthouse"), url, "--quiet", "--output=json"]
        command += ["--chrome-flags=--headless=new --no-sandbox"]
        environment = {**os.environ, "CHROME_PATH": chromium()}
        for attempt in (1, 2):  # a browser may stumble on a busy machine
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode == 0:
                break
            if attempt == 2:
                raise SystemExit(done.stderr)
        reports.append(json.loads(done.stdout))
    scores = [
        [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]
        for report in reports
    ]
    lcp = [r["audits"]["largest-contentful-paint"]["numericValue"] / 1000 for r in reports]
    shifts = [report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports]
    return Scores(
        performance=sorted(one[0] for one in scores),
        others=[min(one[n] for one in scores) for n in (1, 2, 3)],
        lcp=statistics.median(lcp),
        cls=max(shifts),
    )


def pages(address: str) -> list[str]:
    """Every address of the site map, issues beside their translations, what is missing."""
    with urllib.request.urlopen(f"{address}/sitemap.xml") as response:
        found = re.findall("<loc>([^<]+)</loc>", response.read().decode())
    issues = [url for url in found if re.search(r"/newsletters/.+/$", url)]
    twins = [f"{url}?with={'en' if '/ko/' in url else 'ko'}" for url in issues]
    return [*found, *twins, f"{address}/nothing-here/", f"{address}/ko/nothing-here/"]


def valid_html(urls: list[str], folder: Path) -> list[str]:
    """What the Nu HTML checker says against these pages."""
    files = {}
    for number, url in enumerate(urls):
        try:
            body = urllib.request.urlopen(url).read()
        except HTTPError as error:
            body = error.read()
        file = folder / f"{number}.html"
        file.write_bytes(body)
        files[file.name] = url
    jar = TOOLS / "vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    command += sorted(map(str, folder.iterdir()))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{files[Path(m['url']).name]}, line {m.get('lastLine')}: {m['message']}"
        for m in json.loads(done.stdout)["messages"]
    ]


def broken_links(address: str) -> tuple[int, list[str]]:
    """How many addresses of the site were tried, and which of them, or parts, are missing."""
    command = [str(TOOLS / ".bin/linkinator"), f"{address}/", "--recurse", "--check-fragments"]
    command += ["--format", "json", "--skip", rf"^(?!{re.escape(address)})"]
    done = subprocess.run(command, capture_output=True, text=True)
    links = json.loads(done.stdout)["links"]
    tried = [link for link in links if link["state"] != "SKIPPED"]
    broken = [f"{link['url']} on {link.get('parent')}" for link in tried if link["state"] != "OK"]
    return len({link["url"] for link in tried}), broken


def weigh(url: str) -> tuple[dict[str, int], int, list[str]]:
    """Bytes by kind as they travel in the first view on a phone, requests, other sites asked."""
    weights: dict[str, int] = defaultdict(int)
    answers: list[Response] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(
            viewport=PHONE, device_scale_factor=2.6, is_mobile=True, has_touch=True
        )
        tab = context.new_page()
        tab.on("response", lambda answer: answers.append(answer))
        tab.goto(url)
        tab.wait_for_load_state("networkidle")
        for answer in answers:
            sizes = answer.request.sizes()
            weights[answer.request.resource_type] += sizes["responseBodySize"]
        browser.close()
    site = "/".join(url.split("/")[:3])
    return weights, len(answers), [a.url for a in answers if not a.url.startswith(site)]
