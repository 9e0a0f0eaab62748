"""Every block: what an editor gets told, what a reader sees, what an app receives."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.blocks import ListBlock

from images.models import Picture
from newsletters.blocks import IssueBody
from newsletters.blocks.video.providers import find_video

BLOCKS = IssueBody().child_blocks


def picture(alt: str = "A lantern", decorative: bool = False) -> Picture:
    image = Picture.objects.first()
    image.contextual_alt_text, image.decorative = alt, decorative
    return image


def event(**values) -> dict:
    """A valid event, but for `values`."""
    return BLOCKS["event"].normalize(
        {
            "title": "Workshop",
            "summary": "<p>Come.</p>",
            "precision": "exact",
            "start_date": date(2026, 11, 5),
            "start_time": time(17, 0),
            "end_time": time(19, 0),
            "time_zone": "Europe/Brussels",
            "image": None,
            "organisers": [],
            "materials": [],
            "venue": "Brussels",
            **values,
        }
    )


def refusals(name: str, value: object) -> dict[str, str]:
    """What the editor is told when saving this value, by field."""
    try:
        BLOCKS[name].clean(value)
    except ValidationError as error:
        return {
            field: " ".join(fault.messages) for field, fault in (error.block_errors or {}).items()
        }
    return {}


@pytest.mark.parametrize("name", BLOCKS)
def test_the_preview_of_every_block_is_real(name, db):
    block = BLOCKS[name]
    for language in ("en", "ko"):
        with translation.override(language):
            value = block.get_preview_value()
            html = block.render(value)
            assert len(html.strip()) > 10
            block.clean(value)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_stores_and_serves_its_preview(name, db):
    block = BLOCKS[name]
    value = block.get_preview_value()
    assert block.get_api_representation(block.to_python(block.get_prep_value(value)))


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"start_time": None}, "start_time", "Say when it starts"),
        ({"end_time": time(16, 0)}, "end_time", "ends before it starts"),
        ({"end_date": date(2026, 11, 4)}, "end_date", "before the first"),
        ({"precision": "day"}, "start_time", "Remove the time"),
        ({"precision": "month"}, "end_time", "Remove the time"),
        (
            {
                "precision": "month",
                "start_time": None,
                "end_time": None,
                "end_date": date(2026, 9, 1),
            },
            "end_date",
            "last month is before",
        ),
    ],
)
def test_an_event_with_impossible_dates_is_refused_where_it_is_wrong(wrong, field, words, db):
    assert words in refusals("event", event(**wrong))[field]


EDGES = [date(1, 1, 1), date(202, 11, 5), date(9999, 12, 31)]


@pytest.mark.parametrize("day", EDGES)
def test_a_slip_in_a_year_is_refused_everywhere(day, db, issue):
    told = "between 1800 and 2200"
    assert told in refusals("event", event(start_date=day))["start_date"]
    assert told in refusals("event", event(end_date=day))["end_date"]
    news = {**BLOCKS["news"].get_preview_value(), "date": day}
    assert told in refusals("news", BLOCKS["news"].normalize(news))["date"]
    issue.edition_date = day
    with pytest.raises(ValidationError, match=told):
        issue.clean_fields()


@pytest.mark.parametrize("field", ["start_date", "end_date"])
@pytest.mark.parametrize("precision", ["exact", "day", "month"])
@pytest.mark.parametrize("day", EDGES)
def test_one_that_was_stored_all_the_same_breaks_no_page(day, precision, field, db):
    """By an import or the shell; at the calendar's ends no other time zone can be computed."""
    for clock in (time(0, 0), time(23, 59)):
        times = {"start_time": clock, "end_time": clock}
        for zone in ("Asia/Seoul", "Europe/Brussels"):
            facts = {"precision": precision, "time_zone": zone, **times, field: day}
            value = event(**facts)
            assert "Workshop" in BLOCKS["event"].render(value)
            assert BLOCKS["event"].get_api_representation(value)
            BLOCKS["event"].entry_dates(value)


def test_an_event_past_midnight_is_fine_with_a_last_day(db):
    assert refusals("event", event(end_time=time(1, 0), end_date=date(2026, 11, 6))) == {}


def test_an_exact_event_shows_seoul_and_brussels_even_across_midnight(db):
    html = BLOCKS["event"].render(event())
    assert "17:00–19:00 Brussels" in html
    assert "6 November 01:00–03:00 Seoul" in html
    assert 'datetime="2026-11-05T17:00:00+01:00"' in html


def test_an_event_of_a_month_shows_the_month_and_no_day(db):
    value = BLOCKS["event"].clean(
        event(precision="month", start_date=date(2020, 11, 17), start_time=None, end_time=None)
    )
    assert value["start_date"] == date(2020, 11, 1)
    with translation.override("ko"):
        html = BLOCKS["event"].render(value)
    assert "2020년 11월" in html
    assert "1일" not in html
    assert 'datetime="2020-11"' in html


@pytest.mark.parametrize(
    ("values", "over"),
    [
        ({"start_date": date(2020, 11, 5)}, True),
        ({"start_date": date(2999, 11, 5)}, False),
        ({"precision": "month", "start_date": date(2999, 1, 1), "start_time": None}, False),
    ],
)
def test_registration_closes_when_the_event_is_over(values, over, db):
    html = BLOCKS["event"].render(event(registration_url="https://example.org/r", **values))
    assert ("https://example.org/r" not in html) == over


def test_an_app_gets_the_moment_and_the_wall_clock(db):
    served = BLOCKS["event"].get_api_representation(event())
    assert served["starts_at"] == "2026-11-05T17:00:00+01:00"
    assert served["time_zone"] == "Europe/Brussels"
    assert BLOCKS["event"].get_api_representation(event(precision="day"))["starts_at"] is None


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "youtube-nocookie.com/embed/abcdefghijk"),
        ("https://www.youtube.com/watch?t=3&v=abcdefghijk", "embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk?t=3", "embed/abcdefghijk"),
        ("https://www.youtube.com/live/abcdefghijk", "embed/abcdefghijk"),
        ("https://vimeo.com/123456789", "player.vimeo.com/video/123456789"),
    ],
)
def test_known_videos_are_recognised(url, player):
    assert player in find_video(url).player


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/watch?v=abcdefghijk",
        "https://www.youtube.com/@somebody",
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "http://127.0.0.1/watch?v=abcdefghijk",
        "https://vimeo.com/channels/x",
        "https://vimeo.com/123456789/abcdef1234",  # unlisted: it would be a dead frame
    ],
)
def test_an_unknown_video_is_refused_with_advice(url, db):
    value = BLOCKS["video"].normalize({"title": "T", "video_url": url, "image": picture()})
    assert "YouTube, Vimeo" in refusals("video", value)["video_url"]


def test_a_video_without_a_picture_of_ours_is_refused(db):
    value = event(video_url="https://vimeo.com/123456789")
    assert "before they press play" in refusals("event", value)["image"]


def test_a_meaningful_picture_needs_an_alt_text(db):
    value = BLOCKS["image"].normalize({"image": picture(alt=""), "caption": ""})
    assert "image" in refusals("image", value)
    value = BLOCKS["image"].normalize({"image": picture(alt="", decorative=True), "caption": ""})
    assert refusals("image", value) == {}


def test_a_picture_is_served_ready_to_show(db):
    value = BLOCKS["image"].normalize({"image": picture("A lantern"), "caption": "At night"})
    served = BLOCKS["image"].get_api_representation(value)["image"]
    assert served["alt"] == "A lantern"
    assert served["credit"] == "kensite, CC0"
    assert served["src"].startswith("http://")
    widths = [candidate["width"] for candidate in served["sources"][0]["srcset"]]
    assert widths == sorted(widths)
    assert served["placeholder"]["color"].startswith("#")
    assert {"width", "height", "focal_point", "licence"} <= served.keys()


def test_a_block_without_a_file_for_a_channel_is_an_error_and_not_a_gap(db):
    from django.template import TemplateDoesNotExist

    block = BLOCKS["quote"]
    with pytest.raises(TemplateDoesNotExist, match=r"blocks/quote/telex\.txt"):
        block.render(block.get_preview_value(), context={"channel": "telex.txt"})


@pytest.mark.parametrize("name", BLOCKS)
def test_a_draft_with_nothing_filled_in_can_be_saved_and_previewed(name, db):
    """Editors save unfinished blocks (and autosave does it for them)."""
    block = BLOCKS[name]
    lists = {field for field, child in block.child_blocks.items() if isinstance(child, ListBlock)}
    cleared = block.normalize(dict.fromkeys(block.child_blocks.keys() - lists))
    for value in (cleared, block.to_python({})):
        block.get_prep_value(block.clean_deferred(value))
        block.render(value)
        block.get_api_representation(value)
    with pytest.raises(ValidationError):
        block.clean(block.to_python({}))


@pytest.mark.parametrize(
    "unfinished",
    [
        {"start_date": None},
        {"start_date": None, "end_date": date(2026, 11, 5)},
        {"start_time": None},
        {"precision": "month", "start_date": None, "start_time": None, "end_time": None},
        {"video_url": "https://vimeo.com/123456789"},
    ],
)
def test_an_event_can_be_written_in_any_order(unfinished, db):
    """Autosave comes half a second after each change; only contradictions may stop it."""
    BLOCKS["event"].clean_deferred(event(**unfinished))
    with pytest.raises(ValidationError):
        BLOCKS["event"].clean(event(**unfinished))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("“All are equal.”", "All are equal."),
        ('"All are equal."', "All are equal."),
        (" 「모두 평등하다」 ", "모두 평등하다"),
        ("“All” are “equal”", "“All” are “equal”"),
        ("She said “all”", "She said “all”"),
        ("“", "“"),
        ("", ""),
    ],
)
def test_quotation_marks_are_not_doubled(typed, shown, db):
    for name, field in (("quote", "quote"), ("interview", "pull_quote")):
        block = BLOCKS[name]
        value = block.normalize({**block.example(), field: typed})
        if typed or field == "pull_quote":
            assert block.clean(value)[field] == shown


def test_an_emptied_rich_text_has_no_heading(db):
    block = BLOCKS["video"]
    for empty in ('<p data-block-key="a"></p>', "<p> </p><p>&nbsp;</p>"):
        stored = {**block.get_prep_value(block.normalize(block.example())), "transcript": empty}
        value = block.to_python(stored)
        assert "Transcript" not in block.render(value)
        assert not block.child_blocks["transcript"].value_from_form(empty)
    assert block.child_blocks["transcript"].value_from_form("<p>a</p>").source == "<p>a</p>"
