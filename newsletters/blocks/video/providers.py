"""The video sites that we can show, known by their addresses alone: nothing is ever fetched.

To add one: a line in PROVIDERS, and its player's host in CONTENT_SECURITY_POLICY of settings.py.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Video:
    """A video of a known site: `player` is the address to frame, without the site's cookies."""

    provider: str
    id: str
    page: str
    player: str


PROVIDERS = {
    "YouTube": (
        re.compile(
            r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|live/|shorts/|embed/)"
            r"|youtu\.be/)(?P<id>[\w-]{11})(?:[?&#/].*)?$"
        ),
        "https://www.youtube.com/watch?v={id}",
        "https://www.youtube-nocookie.com/embed/{id}",
    ),
    "Vimeo": (
        re.compile(
            r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{6,12})/?(?:[?#].*)?$"
        ),
        "https://vimeo.com/{id}",
        "https://player.vimeo.com/video/{id}",
    ),
}


def find_video(url: str) -> Video | None:
    """The video at this address; None if no known site has such an address."""
    for provider, (pattern, page, player) in PROVIDERS.items():
        if match := pattern.match(url.strip()):
            video_id = match["id"]
            return Video(provider, video_id, page.format(id=video_id), player.format(id=video_id))
    return None
