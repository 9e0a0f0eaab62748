"""Queries that nobody means, of up to 127 letters: none of them costs more than a good one.

What costs is counted. The time is measured as well, by this thread's own clock and at its best,
in `make test-faults`.
"""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.analysis import MOST_IN_ALL, MOST_TERMS, query_terms
from search.finding import Question, find, suggestions
from search.names import MOST_VARIANTS

LENGTH = 127
MILLISECONDS = 50
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포"
SHAPES = {
    "one letter and dashes": "a-" * 64,
    "one letter and apostrophes": "a'" * 64,
    "one letter and dots": "a.b,c;" * 22,
    "words of one letter": "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
    "words of two letters": "ab cd ef gh ij kl mn op qr st uv wx yz " * 4,
    "one long word": "a" * LENGTH,
    "digits": "1" * LENGTH,
    "misspelt": "netwrok refuges orgnisation intervew coaltion humna rihgts soceity particpation "
    "europen koraen demcracy migartion",
    "misspelt in one word": "netwrok-refuges-orgnisation-intervew-coaltion-humna-rihgts-soceity-"
    "particpation-europen-koraen-demcracy",
    "names": "EU KEN ECRE " * 11,
    "the same name": "human rights watch " * 7,
    "wildcards": "*" * LENGTH,
    "beginnings": "a* " * 43,
    "operators": "a OR NOT (b AND ",
    "quotation marks": '"a b" ' * 21,
    "Hangul without a space": SYLLABLES * 3,
    "long words of Hangul": " ".join(SYLLABLES[at : at + 12] for at in range(0, 30, 3)),
    "words of Hangul": " ".join(SYLLABLES[at : at + 6] for at in range(20)),
    "the same word of Hangul": "외국인노동자인권침해사 " * 11,
    "misspelt Hangul": "난밍인권 휴먼아샤 참여언대 시밍사회 국제규얏 웹투운 이주빈 노동짜 인귄",
    "Hangul and dashes": "난민-" * 43,
    "Hangul and dots": "난민인권·" * 26,
    "Hangul in quotation marks": "‘난민’의 " * 22,
    "verbs": "무너졌다 무너지는 도왔다 싸웠다 떠도는 두려운 불렀다 " * 4,
    "scripts by turns": "a가1" * 43,
    "acronyms and particles": "EU가" * 43,
    "hanja": "人權" * 64,
    "letters that are many": "ﷺ" * LENGTH,
    "accents": "a\u0301" * 64,
    "beyond the first plane": "𝒜" * LENGTH,
    "one thousand marks": "a" + "\u0301" * 126,
}


@pytest.fixture(params=SHAPES)
def query(request) -> str:
    return SHAPES[request.param][:LENGTH].strip()


def at_best(call: Callable[[], object]) -> float:
    """The milliseconds that this thread works for a call, once what is kept is kept."""
    times = []
    for _time in range(3):
        began = time.thread_time()
        call()
        times.append(time.thread_time() - began)
    return min(times) * 1000


def test_a_poor_query_asks_little_of_the_index(query):
    for whole in (True, False):
        terms = query_terms(query, whole=whole)
        assert len(terms) <= MOST_TERMS
        assert sum(map(len, terms)) <= MOST_IN_ALL
        assert sum(len(way) for term in terms for way in term) <= 20 * LENGTH


@pytest.mark.faults
def test_a_poor_query_takes_no_time(db, query):
    for locale in ("en", "ko"):
        assert at_best(lambda code=locale: find(Question(query, code)).hits(0, 10)) < MILLISECONDS
    assert at_best(lambda: suggestions(query, "ko", 8)) < MILLISECONDS


def test_a_poor_query_is_answered_and_asks_little_of_the_database(query, reader):
    for locale in ("en", "ko"):
        with CaptureQueriesContext(connection) as asked:
            find(Question(query, locale)).hits(0, 10)
        assert len(asked) <= 2 * (MOST_VARIANTS + 1) + 12
    assert reader.get("/ko/search/", {"q": query}).status_code == 200
    for path in ("search", "suggest"):
        assert reader.get(f"/api/v1/{path}/", {"q": query, "locale": "all"}).status_code == 200
    assert reader.get("/api/v2/pages/", {"search": query}).status_code == 200


@pytest.mark.parametrize("path", ["pages/search", "images", "documents", "choose-page/search"])
@pytest.mark.parametrize("shape", ["operators", "long words of Hangul"])
def test_editors_get_an_answer(path, shape, editor):
    query = SHAPES[shape][:LENGTH]
    assert editor.get(f"/admin/{path}/", {"q": query}).status_code == 200
