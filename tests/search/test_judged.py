"""Quality, measured: judged queries over 54 short texts in two languages."""

import json
from pathlib import Path

import pytest
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from api.store.sequencer import flush
from home.models import HomePage, StandingPage
from search.finding import Match, Question, find
from search.models import Passage
from tests.search.test_analysis import finds

HERE = Path(__file__).parent
JUDGED = json.loads((HERE / "judged.json").read_text())
# Written by people who had not seen the analyser: two from which rules came, one after all of them
FURTHER = json.loads((HERE / "judged_further.json").read_text())


@pytest.fixture
def texts(db) -> dict[int, str]:
    """The judged texts as public pages: their names by primary key."""
    homes = {home.locale.language_code: home for home in HomePage.objects.all()}
    found = {}
    for text in JUDGED["docs"]:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in text["body"])
        home = homes[text["lang"]]
        page = StandingPage(
            title=text["title"], slug=text["id"], introduction=text["intro"], body=body
        )
        page.locale = home.locale
        found[home.add_child(instance=page).pk] = text["id"]
    flush(deferred=True)
    return found


def measured(answer, queries=JUDGED["queries"]) -> tuple[float, float, list[str]]:
    """Mean F1 and recall over all queries, and what went wrong; `answer(query)` gives names."""
    f1 = recall = 0.0
    wrong = []
    for query in queries:
        got, relevant = answer(query["q"]), set(query["rel"])
        right = len(got & relevant)
        this_recall = right / len(relevant) if relevant else 1.0
        precision = right / len(got) if got else float(not relevant)
        together = precision + this_recall
        f1 += 2 * precision * this_recall / together if together else 0.0
        recall += this_recall
        if got != relevant:
            wrong.append(f"{query['q']}: misses {relevant - got}, adds {got - relevant}")
    return f1 / len(queries), recall / len(queries), wrong


def test_readers_find_what_they_mean(texts):
    pages = dict(Passage.objects.values_list("pk", "document__object_id"))

    def answer(query: str) -> set[str]:
        found = find(Question(query, None))
        exact = [row.pk for row in found.rows if found.matches[row.pk] == Match.EXACT]
        return {texts[pages[pk]] for pk in exact if pages[pk] in texts}

    f1, recall, wrong = measured(answer)
    assert f1 >= 0.97, wrong
    assert recall >= 0.98, wrong


@pytest.mark.parametrize("judged", FURTHER, ids=["second", "third", "fourth"])
def test_other_words_in_other_texts_are_found_as_well(judged):
    texts = {
        text["id"]: "\n".join([text["title"], text["intro"], *text["body"]])
        for text in judged["docs"]
    }

    def answer(query: str) -> set[str]:
        return {name for name, text in texts.items() if finds(query, text)}

    f1, recall, wrong = measured(answer, judged["queries"])
    assert f1 >= 0.98, wrong
    assert recall >= 0.99, wrong


def test_editors_find_the_same(texts):
    def answer(query: str) -> set[str]:
        found = Page.objects.live().search(query, operator="and")
        return {texts[page.pk] for page in found if page.pk in texts}

    f1, recall, wrong = measured(answer)
    assert f1 >= 0.97, wrong
    assert recall >= 0.98, wrong


def test_who_is_still_typing_is_understood(texts):
    for query in JUDGED["autocomplete"]:
        found = get_search_backend().autocomplete(query["q"], Page.objects.live())
        assert {texts[page.pk] for page in found if page.pk in texts} == set(query["rel"]), query


def test_a_word_in_the_title_comes_before_the_same_word_in_the_text(texts):
    titles = {text["id"]: text["title"] for text in JUDGED["docs"]}
    for query in ["구금", "사형제", "아동", "인권", "migrants", "airport"]:
        order = [texts[p.pk] for p in Page.objects.search(query, operator="and") if p.pk in texts]
        in_title = [query.rstrip("s").lower() in titles[name].lower() for name in order]
        assert in_title == sorted(in_title, reverse=True), (query, order)
