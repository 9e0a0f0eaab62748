"""The event matrix: whatever an editor does, the API says it, and nothing else than that.

`changes()` also renders everything again and fails if an event was missed.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail_localize.models import StringTranslation

from api.models import Document, Entry, Mark
from api.store.reconcile import reconcile
from home.models import HomePage
from images.models import Picture
from localization.publish import publish_translation
from newsletters.models import IssuePage, NewsletterIndexPage, Organisation
from tests.api.conftest import links_of
from tests.localization.conftest import into_korean

OCTOBER = {"en issue october-2020", "ko issue october-2020"}
JANUARY = "en issue january-2021"


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def archive(language: str) -> NewsletterIndexPage:
    return NewsletterIndexPage.objects.get(locale__language_code=language)


def test_a_draft_changes_nothing(changes, issue):
    issue.title = "Not yet"
    issue.save_revision()
    assert changes() == {}


def test_publishing_reaches_what_links_here_and_the_translation(changes, publish, linker, issue):
    changes.settle()
    publish(issue, title="A new title")
    found = changes()
    assert found.keys() == OCTOBER | {JANUARY}
    assert links_of(linker)[0]["title"] == "A new title"


def test_publishing_the_same_again_changes_the_moment_only(changes, publish, issue):
    before = Document.objects.get(kind="page", object_id=issue.pk).payload
    publish(issue)
    assert changes().keys() <= OCTOBER
    after = Document.objects.get(kind="page", object_id=issue.pk).payload
    moment = issue.last_published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert before.replace(moment, "") in after or len(before) == len(after)


def test_unpublishing_leaves_a_tombstone_and_no_link_until_it_comes_back(
    changes, linker, publish, issue, committed
):
    changes.settle()
    with committed():
        issue.unpublish()
    found = changes()
    assert found["en issue october-2020"] == found["ko issue october-2020"] == "delete"
    assert found[JANUARY] == "upsert"
    assert links_of(linker)[0] is None
    assert not Entry.objects.filter(document__key=issue.translation_key).exists()
    publish(issue)
    found = changes()
    assert found["en issue october-2020"] == found[JANUARY] == "upsert"
    assert links_of(linker)[0]["key"] == str(issue.translation_key)


def test_a_new_slug(changes, linker, publish, issue):
    changes.settle()
    publish(issue, slug="autumn")
    assert JANUARY in changes()
    assert links_of(linker)[0]["url"].endswith("/newsletters/autumn/")


def test_a_new_slug_of_the_page_above(changes, publish):
    publish(archive("en"), slug="letters")
    found = changes()
    assert {"en issue october-2020", JANUARY, "en issue april-2021"} <= found.keys()
    assert "ko issue april-2021" in found  # it names its English page's address
    assert all(what == "upsert" for what in found.values())
    urls = Document.objects.filter(type="issue", locale="en").values_list("path", flat=True)
    assert all(url.startswith("/letters/") for url in urls)


def test_moving_a_page(changes, linker, issue):
    changes.settle()
    home = HomePage.objects.get(locale__language_code="en")
    section = home.add_child(instance=Page(title="Old", slug="old", locale=home.locale))
    changes.settle()
    issue.move(section, pos="last-child")
    assert JANUARY in changes()
    assert links_of(linker)[0]["url"].endswith("/old/october-2020/")


def test_moving_a_page_below_a_private_one(changes, linker, issue):
    home = HomePage.objects.get(locale__language_code="en")
    section = home.add_child(instance=Page(title="Old", slug="old", locale=home.locale))
    restrict(section)
    changes.settle()
    issue.move(section, pos="last-child")
    assert changes()["en issue october-2020"] == "delete"
    assert links_of(linker)[0] is None


def test_making_a_page_private_and_public_again(changes, linker, issue):
    changes.settle()
    restriction = restrict(issue)
    found = changes()
    assert found["en issue october-2020"] == "delete"
    assert links_of(linker)[0] is None
    restriction.delete()
    assert changes()["en issue october-2020"] == "upsert"
    assert links_of(linker)[0]["locale"] == "en"


def test_making_the_page_above_and_its_translation_private(changes, linker):
    changes.settle()
    restrict(archive("en"))
    found = changes()
    assert {name for name, what in found.items() if what == "delete"} == {
        f"{language} {name}"
        for language in ("en", "ko")
        for name in (
            "archive newsletters",
            "issue january-2021",
            "issue october-2020",
            "issue april-2021",
        )
    }
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("credit", "Somebody else", '"credit":"Somebody else"'),
        ("licence", "CC BY 4.0", '"licence":"CC BY 4.0"'),
        ("focal_point_x", 60, '"focal_point":{"x":'),
    ],
)
def test_editing_a_picture(changes, issue, field, value, said):
    picture = Picture.objects.get(pk=issue.cover_id)
    setattr(picture, field, value)
    picture.focal_point_y, picture.focal_point_width, picture.focal_point_height = 60, 10, 10
    picture.save()
    assert changes().keys() == OCTOBER
    assert said in Document.objects.get(kind="page", object_id=issue.pk).payload


def test_the_alt_text_of_one_use(changes, publish, issue):
    publish(issue, cover_alt="A thread through four hands")
    assert OCTOBER >= changes().keys() > set()
    payload = Document.objects.get(kind="page", object_id=issue.pk).payload
    assert '"alt":"A thread through four hands","decorative":false' in payload


def test_deleting_a_picture(changes, issue):
    Picture.objects.get(pk=issue.cover_id).delete()
    assert changes().keys() == OCTOBER
    assert '"cover":null' in Document.objects.get(kind="page", object_id=issue.pk).payload


def test_a_picture_goes_into_a_private_collection(changes, issue):
    private = Collection.get_first_root_node().add_child(name="Private")
    Picture.objects.filter(pk=issue.cover_id).update(collection=private)
    assert reconcile() == 0
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    assert changes().keys() == OCTOBER
    assert '"cover":null' in Document.objects.get(kind="page", object_id=issue.pk).payload
    CollectionViewRestriction.objects.all().delete()
    assert changes().keys() == OCTOBER


def test_renaming_and_deleting_a_file(changes, linker, report):
    changes.settle()
    report.title = "The whole report"
    report.save()
    assert changes().keys() == {JANUARY}
    assert links_of(linker)[1]["title"] == "The whole report"
    report.delete()
    assert JANUARY in changes()
    assert links_of(linker)[1] is None


def test_a_page_published_by_the_schedule(changes, issue, committed, monkeypatch):
    now = timezone.now()
    page = IssuePage(title="Soon", slug="soon", edition_date="2021-07-01", summary="Soon.")
    page.locale, page.live, page.go_live_at = issue.locale, False, now + timedelta(days=1)
    archive("en").add_child(instance=page)
    with committed():
        page.save_revision(approved_go_live_at=page.go_live_at).publish()
    assert "en issue soon" not in changes()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
    with committed():
        call_command("publish_scheduled")
    assert changes()["en issue soon"] == "upsert"


def test_an_expired_page_is_gone_before_the_job_comes(changes, linker, publish, issue, monkeypatch):
    publish(issue, expire_at=timezone.now() + timedelta(hours=1))
    changes.settle()
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    found = changes()
    assert found["en issue october-2020"] == "delete"
    assert found[JANUARY] == "upsert"
    assert links_of(linker)[0] is None
    call_command("publish_scheduled")
    assert "en issue october-2020" not in changes()


def test_deleting_a_page(changes, linker, issue, committed):
    changes.settle()
    with committed():
        issue.delete()
    found = changes()
    assert found["en issue october-2020"] == "delete"
    assert found[JANUARY] == "upsert"


def test_deleting_the_page_above(changes, committed):
    with committed():
        archive("en").delete()
    found = changes()
    assert found["en archive newsletters"] == found["en issue april-2021"] == "delete"


def test_an_alias_is_no_document(changes, issue):
    issue.create_alias(parent=HomePage.objects.get(locale__language_code="en"), update_slug="copy")
    assert "en issue copy" not in changes()


def test_what_sent_no_signal_is_found_by_reconciling(changes, issue):
    Page.objects.filter(pk=issue.pk).update(title="Changed with SQL")
    assert Mark.objects.count() == 0
    assert reconcile() == 2  # and the translation, which names it
    assert (
        '"title":"Changed with SQL"'
        in Document.objects.get(kind="page", object_id=issue.pk).payload
    )


def test_an_edited_translation(changes, issue, korean_issue, admin_user, committed):
    translation = into_korean(issue)
    row = StringTranslation.objects.filter(
        locale=translation.target_locale, context__path="title",
        context__object_id=issue.translation_key,
    ).first()  # fmt: skip
    row.data = "새 제목"
    row.save()
    assert changes().keys() == {"ko issue october-2020"}  # readers do not have these words yet
    assert "새 제목" not in Document.objects.get(kind="page", object_id=korean_issue.pk).payload
    with committed():
        publish_translation(translation, admin_user)
    found = changes()
    assert found.keys() >= OCTOBER  # the English one names its Korean title
    assert (
        '"title":"새 제목"' in Document.objects.get(kind="page", object_id=korean_issue.pk).payload
    )


def test_a_translation_is_behind_its_original_until_it_is_translated(changes, publish, issue, get):
    raw = [dict(block) for block in issue.body.raw_data]
    text = next(block for block in raw if block["type"] == "letter")
    text["value"] = {**text["value"], "text": "<p>Other words than before.</p>"}
    publish(issue, body=raw)
    changes.settle()
    korean = get(f"issues/{issue.translation_key}/", locale="ko")
    assert korean["translation"] == {
        "state": "outdated", "source_locale": "en", "source_changed": True,
    }  # fmt: skip
    states = {block["id"]: block["translation"]["source_changed"] for block in korean["body"]}
    assert states.pop(text["id"]) is True
    assert not any(states.values())


def test_publishing_and_unpublishing_a_translation(changes, issue, korean_issue):
    korean_issue.unpublish()
    found = changes()
    assert found["ko issue october-2020"] == "delete"
    assert found["en issue october-2020"] == "upsert"  # its list of translations


def test_an_edited_organisation(changes):
    organisation = Organisation.objects.get(short_name="ECRE", locale__language_code="en")
    organisation.website = "https://example.org/new"
    organisation.save_revision().publish()
    found = changes()
    assert {"en organisation ECRE", "en issue october-2020"} <= found.keys()
    payload = Document.objects.get(type="issue", locale="en", sort__startswith="2020").payload
    assert "https://example.org/new" in payload


def test_an_unpublished_organisation_is_named_nowhere(changes):
    for organisation in Organisation.objects.filter(website="https://ecre.org/"):
        organisation.unpublish()
    found = changes()
    assert found["en organisation ECRE"] == "delete"
    for document in Document.objects.filter(gone=False):
        assert "ecre.org" not in document.rich
    assert not Entry.objects.filter(rich__contains="ecre.org").exists()


def test_the_home_pages_footer(changes, publish):
    home = HomePage.objects.get(locale__language_code="en")
    publish(home, rhythm="Published whenever we can.")
    found = changes()
    assert any("site" in name for name in found)
    assert not any("issue" in name for name in found)
    payload = Document.objects.get(kind="site", locale="en").payload
    assert "Published whenever we can." in payload


def test_a_page_in_the_menu(changes, publish):
    publish(archive("en"), title="All letters")
    assert "All letters" in Document.objects.get(kind="site", locale="en").payload or changes()
    changes.settle()
    assert "All letters" in Document.objects.get(kind="site", locale="en").payload


def test_another_host_name(changes, settings):
    settings.PUBLIC_URL = "http://news.example.org"
    site = Site.objects.get(is_default_site=True)
    site.hostname = "news.example.org"
    site.save()
    assert len(changes()) >= 12
    assert not Document.objects.filter(kind="page", payload__contains='"url":"http://testserver/"')


def test_a_language_is_deleted(changes, committed):
    korean = Locale.objects.get(language_code="ko")
    with committed():
        Page.objects.filter(locale=korean, depth=2).first().delete()
        Organisation.objects.filter(locale=korean).delete()
        korean.delete()
    found = changes()
    gone = {name for name, what in found.items() if what == "delete"}
    assert all(name.startswith("ko ") for name in gone)
    assert not Document.objects.filter(locale="ko", gone=False).exists()
    assert '"translations":[]' in Document.objects.get(kind="site", locale="en").payload


def test_an_event_is_over(changes, publish, issue, monkeypatch):
    raw = [dict(block) for block in issue.body.raw_data]
    event = next(block for block in raw if block["type"] == "event")
    tomorrow = timezone.localdate() + timedelta(days=1)
    event["value"] = {
        **event["value"], "precision": "day", "start_date": str(tomorrow), "start_time": None,
        "end_date": None, "end_time": None, "video_url": "",
        "image": {"image": None, "alt_text": "", "decorative": False},
        "registration_url": "https://example.org/register",
    }  # fmt: skip
    publish(issue, body=raw)
    changes.settle()
    document = Document.objects.get(kind="page", object_id=issue.pk)
    assert "Register" in document.payload
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert changes().keys() >= {"en issue october-2020"}
    document.refresh_from_db()
    assert "event-past" in document.payload
    assert "Register" not in document.payload
