"""No link of the site leads nowhere, and no fragment names what is not there."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from images.generation import generate_wanted

IGNORED = ("/admin/", "/static/", "/documents/")  # the admin, and files that no test collects


def test_every_link_of_the_site_leads_somewhere(reader):
    pages: dict[str, str] = {}
    wanted = [("/", "the start"), ("/ko/", "the start"), ("/api/v1/docs/", "the start")]
    fragments: list[tuple[str, str, str]] = []
    while wanted:
        address, origin = wanted.pop()
        path, fragment = urldefrag(address)
        if fragment:
            fragments.append((path, fragment, origin))
        if path in pages:
            continue
        response = reader.get(path, follow=True)
        if response.status_code == 503:  # a picture that nobody asked for before
            generate_wanted()
            response = reader.get(path, follow=True)
        assert response.status_code == 200, f"{path}, linked from {origin}"
        html = "text/html" in response["Content-Type"]
        pages[path] = response.text if html else ""
        # Fragments count on whatever page; links are followed from pages of people
        found = re.findall(r'<(?:a|link|img|script)\s[^>]*?(?:href|src)="([^"]+)"', pages[path])
        for link in map(unescape, found):
            target = urljoin(path, link)
            parts = urlsplit(target)
            own = parts.netloc in ("", "testserver") and parts.scheme in ("", "http")
            if own and not parts.path.startswith(IGNORED):
                wanted.append((target.removeprefix("http://testserver"), path))
    assert len(pages) > 60
    for path, fragment, origin in fragments:
        assert f'id="{fragment}"' in pages[path], f"{path}#{fragment}, linked from {origin}"
