"""The issue of January 2021: invented for the demo, on digital rights and who is left offline."""

from datetime import date, time
from types import ModuleType

from kensite.demo.build import Block, organisation, picture

SLUG = "january-2021"
EDITION_DATE = date(2021, 1, 14)
COVER = "cover-january-2021"


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
        ("heading", {"text": words.INTERVIEW_HEADING}),
        (
            "interview",
            {
                "headline": words.INTERVIEW_HEADLINE,
                "person": words.INTERVIEW_PERSON,
                "role": words.INTERVIEW_ROLE,
                "organisation": organisation("riverside"),
                "image": picture("january-a", words.INTERVIEW_ALT),
                "introduction": words.INTERVIEW_INTRODUCTION,
                "questions": [
                    {"question": words.QUESTION_WHO, "answer": words.ANSWER_WHO},
                    {"question": words.QUESTION_HELP, "answer": words.ANSWER_HELP},
                    {"question": words.QUESTION_MAKERS, "answer": words.ANSWER_MAKERS},
                ],
                "pull_quote": words.INTERVIEW_PULL_QUOTE,
            },
        ),
        (
            "quote",
            {
                "quote": words.QUOTE_QUOTE,
                "attribution": words.QUOTE_ATTRIBUTION,
                "role": words.QUOTE_ROLE,
            },
        ),
        ("heading", {"text": words.JOIN_HEADING}),
        (
            "event",
            {
                "title": words.OPEN_DESK_TITLE,
                "summary": words.OPEN_DESK_SUMMARY,
                "precision": "exact",
                "start_date": date(2021, 1, 28),
                "start_time": time(15, 0),
                "end_time": time(17, 0),
                "time_zone": "Asia/Seoul",
                "venue": words.OPEN_DESK_VENUE,
                "online": True,
                "registration_url": "https://example.org/open-desk",
                "organisers": [organisation("riverside")],
                "materials": [
                    {
                        "label": words.OPEN_DESK_CHECKLIST,
                        "url": "https://example.org/open-desk/checklist",
                    },
                ],
            },
        ),
        (
            "links",
            {
                "title": words.LINKS_TITLE,
                "links": [
                    {
                        "label": words.LINK_OHCHR_LABEL,
                        "url": "https://www.ohchr.org/",
                        "description": words.LINK_OHCHR_DESCRIPTION,
                    },
                    {
                        "label": words.LINK_WAI_LABEL,
                        "url": "https://www.w3.org/WAI/",
                        "description": words.LINK_WAI_DESCRIPTION,
                    },
                    {
                        "label": words.LINK_ITU_LABEL,
                        "url": "https://www.itu.int/",
                        "description": words.LINK_ITU_DESCRIPTION,
                    },
                ],
            },
        ),
    ]
