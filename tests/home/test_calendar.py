"""The calendar: what calendar programs get, and keep getting."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from api.store.sequencer import flush
from newsletters.models import IssuePage


def events(reader, path: str) -> dict[str, dict]:
    response = reader.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))  # RFC 5545, 3.1
    calendar = Calendar.from_ical(response.content)
    assert not calendar.errors
    assert calendar["VERSION"] == "2.0"
    found = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert len({event["UID"] for event in found.values()}) == len(found)
    return found


def test_events_are_as_exact_as_their_dates(reader):
    found = events(reader, "/calendar.ics")
    assembly = next(event for name, event in found.items() if "assembly" in name)
    assert assembly["DTSTART"].dt == datetime(2021, 4, 22, 12, tzinfo=UTC)  # 14:00 in Brussels
    assert assembly["DTEND"].dt == datetime(2021, 4, 23, 15, 30, tzinfo=UTC)
    workshop = found["The 1st KEN online workshop"]
    assert (workshop["DTSTART"].dt, workshop["DTEND"].dt) == (date(2020, 6, 23), date(2020, 6, 24))
    webinar = found["The 2nd KEN webinar"]
    assert (webinar["DTSTART"].dt, webinar["DTEND"].dt) == (date(2020, 11, 1), date(2020, 12, 1))
    assert webinar["STATUS"] == "TENTATIVE"
    assert "/newsletters/october-2020/#" in webinar["URL"]


def test_the_korean_calendar_is_korean(reader):
    assert "제1차 KEN 온라인 워크숍" in events(reader, "/ko/calendar.ics")


@pytest.mark.parametrize("path", ["/calendar/{}.ics", "/ko/calendar/{}.ics"])
def test_a_single_event_can_be_added(reader, issue, path):
    block = next(block for block in issue.body if block.block_type == "event")
    assert len(events(reader, path.format(block.id))) == 1
    for other in (issue.body[0].id, "nothing"):
        assert reader.get(path.format(other)).status_code == 404


def test_a_change_keeps_the_uid_and_raises_the_sequence(reader, publish, issue):
    title = "The 2nd KEN webinar"
    before = events(reader, "/calendar.ics")[title]
    body = [*IssuePage.objects.get(pk=issue.pk).body.raw_data]
    index = next(i for i, b in enumerate(body) if b["value"].get("title") == title)
    value = {**body[index]["value"], "precision": "day", "start_date": "2020-11-24"}
    body[index] = {**body[index], "value": value}
    publish(issue, body=body)
    after = events(reader, "/calendar.ics")[title]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == date(2020, 11, 24)


def test_what_has_not_changed_is_not_sent_again(reader):
    first = reader.get("/calendar.ics")
    again = reader.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_event_to_come_can_be_added_from_where_it_is_announced(reader, publish, issue):
    model = next(b for b in issue.body.raw_data if b["type"] == "event")
    value = {**model["value"], "title": "To come", "precision": "day", "start_date": "2199-01-01"}
    value |= {"end_date": None}
    publish(issue, body=[{**model, "value": value}])
    flush(deferred=True)
    link = f'href="/calendar/{model["id"]}.ics"'
    assert link in reader.get("/newsletters/october-2020/").content.decode()
    page = reader.get("/events/").content.decode()
    assert link in page
    assert 'href="webcal://testserver/calendar.ics"' in page
