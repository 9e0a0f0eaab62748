"""The issue of April 2021: invented for the demo, on civic space and young people's assemblies."""

from datetime import date, time
from types import ModuleType

from kensite.demo.build import Block, organisation, picture

SLUG = "april-2021"
EDITION_DATE = date(2021, 4, 15)
COVER = "cover-april-2021"


def body(words: ModuleType) -> list[Block]:
    """The issue's blocks, in reading order."""
    return [
        ("heading", {"text": words.LETTER_HEADING}),
        (
            "letter",
            {
                "salutation": words.LETTER_SALUTATION,
                "text": words.LETTER_TEXT,
                "signature": words.LETTER_SIGNATURE,
            },
        ),
        ("heading", {"text": words.CIRCLE_HEADING}),
        ("text", {"text": words.CIRCLE_TEXT}),
        (
            "image",
            {
                "image": picture("april-a", words.CIRCLE_ALT),
                "caption": words.CIRCLE_CAPTION,
            },
        ),
        (
            "video",
            {
                "title": words.VIDEO_TITLE,
                "video_url": "https://vimeo.com/000000001",
                "image": picture("cover-april-2021", words.VIDEO_ALT),
                "description": words.VIDEO_DESCRIPTION,
                "transcript": words.VIDEO_TRANSCRIPT,
            },
        ),
        ("heading", {"text": words.JOIN_HEADING}),
        (
            "event",
            {
                "title": words.ASSEMBLY_TITLE,
                "summary": words.ASSEMBLY_SUMMARY,
                "precision": "exact",
                "start_date": date(2021, 4, 22),
                "start_time": time(14, 0),
                "end_date": date(2021, 4, 23),
                "end_time": time(17, 30),
                "time_zone": "Europe/Brussels",
                "venue": words.ASSEMBLY_VENUE,
                "registration_url": "https://example.org/assembly",
                "organisers": [organisation("riverside")],
            },
        ),
    ]
