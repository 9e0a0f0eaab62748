"""The issue of October 2020: KEN's real newsletter, rewritten for the demo."""

from datetime import date
from types import ModuleType

from kensite.demo.build import Block, organisation, picture

SLUG = "october-2020"
EDITION_DATE = date(2020, 10, 8)
COVER = "cover-october-2020"

# The archived newsletter's links carry no addresses: institutions' own pages, placeholder players.
APF = "https://www.asiapacificforum.net/"
HUMAN_ASIA = "https://humanasia.org/"
HUMAN_RIGHTS_COMMITTEE = "https://www.ohchr.org/en/treaty-bodies/ccpr"
NHRCK = "https://www.humanrights.go.kr/"
PACT = "https://ec.europa.eu/commission/presscorner/detail/en/ip_20_1706"
PACT_QUESTIONS = "https://ec.europa.eu/commission/presscorner/detail/en/qanda_20_1707"


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
        ("heading", {"text": words.WATCH_HEADING}),
        (
            "event",
            {
                "title": words.WORKSHOP_TITLE,
                "summary": words.WORKSHOP_SUMMARY,
                "precision": "day",
                "start_date": date(2020, 6, 23),
                "time_zone": "Asia/Seoul",
                "online": True,
                "organisers": [organisation("ken")],
                "image": picture("workshop", words.WORKSHOP_ALT),
                "video_url": "https://www.youtube.com/watch?v=KENdemo2020",
            },
        ),
        ("heading", {"text": words.MEET_HEADING}),
        (
            "cso_profile",
            {
                "organisation": organisation("ecre"),
                "person": words.ECRE_PERSON,
                "role": words.ECRE_ROLE,
                "headline": words.ECRE_HEADLINE,
                "story": words.ECRE_STORY,
                "image": picture("ecre", words.ECRE_ALT),
                "video_url": "https://www.youtube.com/watch?v=KENdemoECRE",
            },
        ),
        (
            "cso_profile",
            {
                "organisation": organisation("human-asia"),
                "person": words.HUMAN_ASIA_PERSON,
                "role": words.HUMAN_ASIA_ROLE,
                "headline": words.HUMAN_ASIA_HEADLINE,
                "story": words.HUMAN_ASIA_STORY,
                "image": picture("human-asia", words.HUMAN_ASIA_ALT),
                "video_url": "https://www.youtube.com/watch?v=KENdemoAsia",
            },
        ),
        ("heading", {"text": words.INTERVIEW_HEADING}),
        (
            "interview",
            {
                "headline": words.INTERVIEW_HEADLINE,
                "person": words.INTERVIEW_PERSON,
                "role": words.INTERVIEW_ROLE,
                "image": picture("interview", words.INTERVIEW_ALT),
                "introduction": words.INTERVIEW_INTRODUCTION,
                "video_url": "https://www.youtube.com/watch?v=KENdemoSoh1",
            },
        ),
        ("heading", {"text": words.CSO_HEADING}),
        (
            "cso_list",
            {
                "introduction": words.CSO_INTRODUCTION,
                "organisations": [
                    {"organisation": organisation("ecre"), "text": words.CSO_ECRE_TEXT},
                    {"organisation": organisation("human-asia"), "text": words.CSO_HUMAN_ASIA_TEXT},
                ],
            },
        ),
        ("heading", {"text": words.UPCOMING_HEADING}),
        (
            "event",
            {
                "title": words.WEBINAR_TITLE,
                "summary": words.WEBINAR_SUMMARY,
                "precision": "month",
                "start_date": date(2020, 11, 1),
                "time_zone": "Asia/Seoul",
                "online": True,
                "organisers": [organisation("ken")],
            },
        ),
        (
            "event",
            {
                "title": words.SECOND_WORKSHOP_TITLE,
                "summary": words.SECOND_WORKSHOP_SUMMARY,
                "precision": "month",
                "start_date": date(2020, 12, 1),
                "time_zone": "Asia/Seoul",
                "organisers": [organisation("ken")],
            },
        ),
        ("heading", {"text": words.NEWS_HEADING}),
        (
            "news",
            {
                "headline": words.PACT_HEADLINE,
                "date": date(2020, 9, 23),
                "image": picture("pact", words.PACT_ALT),
                "text": words.PACT_TEXT,
                "sources": [
                    {"label": words.PACT_SOURCE_PRESS, "url": PACT},
                    {"label": words.PACT_SOURCE_QUESTIONS, "url": PACT_QUESTIONS},
                ],
            },
        ),
        (
            "news",
            {
                "headline": words.CONFERENCE_HEADLINE,
                "date": date(2020, 9, 17),
                "image": picture("conference", words.CONFERENCE_ALT),
                "text": words.CONFERENCE_TEXT,
                "sources": [
                    {"label": words.CONFERENCE_SOURCE_VIDEO, "url": NHRCK},
                    {"label": words.CONFERENCE_SOURCE_APF, "url": APF},
                ],
            },
        ),
        (
            "news",
            {
                "headline": words.WEBTOON_HEADLINE,
                "image": picture("webtoon", words.WEBTOON_ALT),
                "text": words.WEBTOON_TEXT,
                "sources": [
                    {"label": words.WEBTOON_SOURCE_NHRCK, "url": NHRCK},
                    {"label": words.WEBTOON_SOURCE_YERONG, "url": NHRCK},
                ],
            },
        ),
        (
            "news",
            {
                "headline": words.ELECTION_HEADLINE,
                "date": date(2020, 9, 17),
                "image": picture("un-committee", words.ELECTION_ALT),
                "text": words.ELECTION_TEXT,
                "sources": [
                    {"label": words.ELECTION_SOURCE_COMMITTEE, "url": HUMAN_RIGHTS_COMMITTEE},
                    {"label": words.ELECTION_SOURCE_HUMAN_ASIA, "url": HUMAN_ASIA},
                ],
            },
        ),
        ("heading", {"text": words.ABOUT_HEADING}),
        ("text", {"text": words.ABOUT_TEXT}),
    ]
