"""The pages around the newsletter: lists of entries, events, the directory, standing pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from api.store.sequencer import flush
from home.models import EntriesPage, EventsPage, OrganisationsPage
from newsletters.models import IssuePage, Organisation


def words(reader, path: str) -> str:
    response = reader.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.fixture
def event(publish, issue):
    """`event(title, days)`: an event so many days from now, in the issue."""

    def add(title: str, days: int) -> str:
        model = next(b for b in issue.body.raw_data if b["type"] == "event")
        day = timezone.localdate() + timedelta(days=days)
        value = {**model["value"], "title": title, "precision": "day", "start_date": str(day)}
        value |= {"end_date": None, "video_url": ""}
        value["image"] = {"image": None, "alt_text": "", "decorative": False}
        body = [*IssuePage.objects.get(pk=issue.pk).body.raw_data]
        identity = f"00000000-0000-4000-8000-{len(body):012d}"
        publish(issue, body=[*body, {"type": "event", "value": value, "id": identity}])
        flush(deferred=True)
        return identity

    return add


def test_interviews_and_news_lead_to_their_place_in_the_issue(reader, issue):
    page = words(reader, "/news/")
    news = [b for b in issue.body if b.block_type == "news"]
    assert len(news) == 4
    for item in news:
        assert f'href="/newsletters/october-2020/#{item.id}"' in page
    assert "Interview" not in page.split("<main")[1].split("</main")[0]
    korean = words(reader, "/ko/interviews/")
    assert 'href="/ko/newsletters/october-2020/#' in korean


def test_a_list_goes_on_on_further_pages(reader, publish, issue, django_assert_max_num_queries):
    news = next(b for b in issue.body.raw_data if b["type"] == "news")
    more = [
        {**news, "id": f"n{n}", "value": {**news["value"], "headline": f"Headline {n}"}}
        for n in range(30)
    ]
    publish(issue, body=more)
    flush(deferred=True)
    first = words(reader, "/news/")
    assert ("Headline 0" in first, "Headline 29" in first) == (True, False)
    assert 'href="?page=2"' in first
    last = words(reader, "/news/?page=3")
    assert ("Headline 0" in last, "Headline 29" in last) == (False, True)
    assert re.search(r'rel="canonical" href="http[^"]+/news/\?page=3"', last)
    for wrong in ("4", "0", "-1", "x", "²", "9" * 40):
        assert reader.get(f"/news/?page={wrong}").status_code == 404


def test_an_event_is_announced_until_it_is_over(reader, event):
    event("Tomorrow's talk", 1)
    event("The day after", 2)
    page = words(reader, "/events/")
    to_come, past = page.split('id="past"')
    assert to_come.index("Tomorrow&#x27;s talk") < to_come.index("The day after")
    assert "Tomorrow" not in past
    assert "1st KEN online workshop" in past
    assert "Tomorrow&#x27;s talk" in words(reader, "/")


def test_a_list_of_events_changes_when_time_does(reader, event, monkeypatch):
    event("Tomorrow's talk", 1)
    assert "Tomorrow" in words(reader, "/events/").split('id="past"')[0]
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Tomorrow" not in words(reader, "/events/").split('id="past"')[0]
    assert "Tomorrow" in words(reader, "/events/").split('id="past"')[1]
    assert "Tomorrow" not in words(reader, "/")


def test_the_directory_names_every_organisation_once(reader):
    page = words(reader, "/organisations/")
    for organisation in Organisation.objects.filter(locale__language_code="en"):
        assert page.count(f'href="/organisations/{organisation.slug}/"') == 1
    assert "across Asia and the world. It continues" in page


def test_an_organisation_has_a_page_that_leads_to_where_it_appeared(reader, issue):
    page = words(reader, "/organisations/human-asia/")
    assert "<h1 >Human Asia</h1>" in page
    profile = next(b for b in issue.body if "Hyunchan" in str(b.value.get("person", "")))
    assert f"/newsletters/october-2020/#{profile.id}" in page
    assert 'hreflang="ko" href="http' in page
    assert 'href="/ko/organisations/human-asia/"' in page
    assert "휴먼아시아" in words(reader, "/ko/organisations/human-asia/")


def test_an_organisation_that_is_not_translated_is_shown_in_its_own_language(reader, db):
    english = Locale.objects.get(language_code="en")
    Organisation.objects.create(name="Only in English", locale=english)
    flush(deferred=True)
    page = words(reader, "/ko/organisations/only-in-english/")
    assert '<h1 lang="en">Only in English</h1>' in page
    assert 'lang="en"><a href="/ko/organisations/only-in-english/"' in words(
        reader, "/ko/organisations/"
    )


def test_an_unpublished_organisation_has_no_page(reader):
    Organisation.objects.filter(slug="ecre").update(live=False)
    assert reader.get("/organisations/ecre/").status_code == 404


def test_an_address_is_made_of_the_name_and_never_taken_twice(db, korean):
    english = Locale.objects.get(language_code="en")
    first = Organisation.objects.create(name="A Name", locale=english)
    second = Organisation.objects.create(name="A  name!", locale=english)
    hangul = Organisation.objects.create(name="이름", locale=korean)
    assert first.slug == "a-name"
    assert second.slug == f"a-name-{str(second.translation_key)[:8]}"
    assert hangul.slug == "ireum"
    first.name = "Another"
    first.save()
    assert first.slug == "a-name"


def test_standing_pages_are_named_at_the_foot_of_every_page(reader):
    foot = words(reader, "/ko/").split("<footer")[1]
    assert 'href="/ko/privacy/"' in foot
    assert 'href="/ko/accessibility/"' in foot
    assert 'href="/ko/about/"' not in foot  # that is in the menu
    assert "쿠키" in words(reader, "/ko/privacy/")


def test_the_sitemap_names_the_pages_of_organisations(reader):
    sitemap = words(reader, "/sitemap.xml")
    assert "/ko/organisations/ecre/</loc>" in sitemap
    alternates = sitemap.split("/organisations/ecre/</loc>")[1].split("</url>")[0]
    assert '/ko/organisations/ecre/"' in alternates


@pytest.mark.parametrize("model", [EntriesPage, EventsPage, OrganisationsPage])
def test_an_empty_list_says_so(reader, model, db):
    IssuePage.objects.update(live=False)
    Organisation.objects.update(live=False)
    from api.store.reconcile import reconcile

    reconcile()
    page = model.objects.filter(locale__language_code="en").first()
    assert 'class="empty"' in words(reader, page.get_url())
