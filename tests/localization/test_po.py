"""PO files: out and in again, and what is refused."""

import polib
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from localization.models import PreviousSource
from localization.po import Text
from localization.publish import publish_translation
from localization.status import translation_status
from tests.localization.conftest import in_korean, into_korean, text, translate

ENGLISH = "The second sentence has a tpyo."
EDITED = "The second sentence has a typo."


@pytest.fixture
def read(add_issue):
    """An issue that readers know in both languages: five sentences."""
    html = f'<p>The first one stays.</p><p>{ENGLISH}</p><p>See <a href="https://a.eu/">us</a>.</p>'
    issue = add_issue(text("a", html))
    translate(issue)
    publish_translation(into_korean(issue))
    return issue


@pytest.fixture
def download(editor):
    def get(page) -> polib.POFile:
        url = reverse("wagtail_localize:download_pofile", args=[into_korean(page).pk])
        response = editor.get(url)
        assert response["Content-Disposition"].endswith("-ko.po")
        return polib.pofile(Text(response.content.decode() + "\n"))

    return get


@pytest.fixture
def upload(editor):
    """Upload a file; returns what is said about it."""

    def post(page, content: str | bytes | polib.POFile | None, client=editor) -> str:
        url = reverse("wagtail_localize:upload_pofile", args=[into_korean(page).pk])
        data = {}
        if content is not None:
            content = content if isinstance(content, bytes) else str(content).encode()
            data["file"] = SimpleUploadedFile("some.po", content)
        response = client.post(url, data)
        assert response.status_code == 302
        return " ".join(str(message) for message in get_messages(response.wsgi_request))

    return post


def written(page) -> dict[str, tuple]:
    """Every translation, with its flags."""
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
    return {
        row.translation_of.data: (row.data, row.has_error, hasattr(row, "previous_source"))
        for row in rows
    }


def edit_english(page, publish, new: str = EDITED) -> None:
    publish(page, body=[text("a", f"<p>The first one stays.</p><p>{new}</p>")])


def entry(po: polib.POFile, english: str) -> polib.POEntry:
    return next(e for e in po if e.msgid == english and not e.obsolete)


# ── A good file ──────────────────────────────────────────────────────────────────────────────


def test_the_same_file_changes_nothing(read, download, upload):
    before = written(read)
    assert upload(read, download(read)) == "5 were the same already."
    assert written(read) == before


def test_new_words_are_taken_and_counted(read, download, upload):
    po = download(read)
    entry(po, "Spring").msgstr = "봄 <호> & “여름”\u2028끝".replace("<호>", "&lt;호&gt;")
    entry(po, ENGLISH).msgstr = "가" * 400
    entry(po, "The first one stays.").msgstr = "<p>단락</p>"
    po.append(polib.POEntry(msgid="Unknown", msgctxt="title", msgstr="모름"))
    po.append(polib.POEntry(msgid="Empty", msgctxt="title", msgstr=""))
    assert upload(read, po) == (
        "2 sentences were taken from the file. 2 were the same already. "
        "1 does not belong to this page and was left out. "
        "1 has an error and cannot be published: correct it here."
    )
    row = StringTranslation.objects.get(
        translation_of__data="Spring", context__object_id=read.translation_key
    )
    assert (row.tool_name, row.translation_type) == ("PO File", "manual")
    assert row.last_translated_by.is_superuser
    assert in_korean(read).draft_title == "봄 <호> & “여름”\u2028끝"
    assert written(read)["The first one stays."] == ("<p>단락</p>", True, False)
    assert translation_status(in_korean(read)).errors == 1
    assert "4 were the same already. 1 has an error" in upload(read, download(read))


def test_a_long_title_has_an_error(read, download, upload):
    po = download(read)
    entry(po, "Spring").msgstr = "가" * 300
    assert "1 has an error" in upload(read, po)
    row = StringTranslation.objects.get(data="가" * 300)
    assert row.get_error().startswith("Too long")


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", '<a href="javascript:alert(1)">가</a>', '<a id="a7">가</a>'],
)
def test_hostile_words_are_kept_from_readers(read, download, upload, words):
    po = download(read)
    entry(po, ENGLISH).msgstr = words
    assert "1 has an error" in upload(read, po)
    publish_translation(into_korean(read), leave_out=True)
    assert "alert" not in str(in_korean(read).body)


def test_what_was_carried_over_is_fuzzy(read, publish, download, upload):
    edit_english(read, publish)
    po = download(read)
    flagged = entry(po, EDITED)
    assert (flagged.flags, flagged.previous_msgid) == (["fuzzy"], ENGLISH)
    assert [e.msgid for e in po if "fuzzy" in e.flags] == [EDITED]
    said = upload(read, po)
    assert "1 was left out because it is marked fuzzy" in said
    assert PreviousSource.objects.filter(translation__translation_of__data=EDITED).exists()
    flagged.flags.clear()
    assert "1 sentence was taken" in upload(read, po)
    assert not PreviousSource.objects.filter(translation__translation_of__data=EDITED).exists()


def test_fuzzy_words_are_never_final(read, download, upload):
    before = written(read)
    po = download(read)
    entry(po, ENGLISH).msgstr = "아마도"
    entry(po, ENGLISH).flags.append("fuzzy")
    assert "1 was left out because it is marked fuzzy" in upload(read, po)
    assert written(read) == before


def test_words_for_what_changed_since_the_download_are_carried_over(
    read, publish, download, upload
):
    po = download(read)
    entry(po, ENGLISH).msgstr = "더 나은 문장"
    edit_english(read, publish)
    said = upload(read, po)
    assert "2 are for an original that has changed since the download" in said  # and the link
    assert written(read)[ENGLISH][0] == "더 나은 문장"
    assert written(read)[EDITED] == ("더 나은 문장", False, True)


def test_first_words_for_what_changed_since_too(add_issue, publish, download, upload):
    issue = add_issue(text("a", f"<p>The first one stays.</p><p>{ENGLISH}</p>"))
    po = download(issue)
    entry(po, ENGLISH).msgstr = "두 번째"
    edit_english(issue, publish)
    assert "1 is for an original that has changed" in upload(issue, po)
    assert written(issue)[EDITED] == ("두 번째", False, True)
    assert PreviousSource.objects.get(translation__data="두 번째").text == ENGLISH


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("charset=utf-8", "charset=EUC-KR").encode("euc-kr"),
        lambda text: text.replace("charset=utf-8", "charset=EUC-KR").encode(),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=["BOM", "CRLF", "EUC-KR", "UTF-8 that says EUC-KR", "no line end"],
)
def test_other_ways_to_write_a_file_are_read(read, download, upload, spoil):
    po = download(read)
    entry(po, ENGLISH).msgstr = "새 문장"
    assert "1 sentence was taken" in upload(read, spoil(str(po)))
    assert written(read)[ENGLISH][0] == "새 문장"


def test_a_whole_issue_costs_few_queries(issue, download, upload, django_assert_max_num_queries):
    po = download(issue)
    for one in po:
        one.msgstr = one.msgstr and f"{one.msgstr} 끝"
    with django_assert_max_num_queries(60):
        assert "sentences were taken" in upload(issue, po)


# ── What is refused ──────────────────────────────────────────────────────────────────────────


def without_id(text: str) -> str:
    return "\n".join(x for x in text.split("\n") if "X-WagtailLocalize" not in x)


REFUSED = {
    "empty": (lambda t: b"", "empty"),
    "blank": (lambda t: b" \n\n", "empty"),
    "a path": (lambda t: b"/etc/passwd", "damaged or is not a PO file (line 1)"),
    "a path in quotes": (lambda t: b'"/etc/passwd"', "damaged"),
    "EUC-KR that says UTF-8": (lambda t: t.encode("euc-kr"), "save it as UTF-8"),
    "EUC-KR that says Latin": (
        lambda t: t.replace("utf-8", "iso-8859-1").encode("euc-kr"),
        "save it as UTF-8",
    ),
    "UTF-16": (lambda t: t.encode("utf-16"), "save it as UTF-8"),
    "binary": (lambda t: bytes(range(256)) * 9, "save it as UTF-8"),
    "NUL bytes": (lambda t: t.replace("새", "새\0").encode(), "not a PO file"),
    "no header": (lambda t: without_id(t).encode(), "keep the header"),
    "in the middle of a sentence": (lambda t: t.encode()[: t.encode().index(b"\xec\x83\x88") + 3],
                                    "damaged"),
    "after the original": (lambda t: t[: t.index("msgstr", t.index(ENGLISH))].encode(), "damaged"),
    "a quotation mark": (lambda t: t.replace("새", '새"').encode(), "damaged"),
    "out of order": (lambda t: (t + '\nmsgstr "a"\nmsgstr "b"\n').encode(), "damaged"),
    "too large": (lambda t: t.encode() + b"# " + b"x" * 5 * 1024 * 1024, "larger than 5 MB"),
    "endless": (lambda t: t.encode() + b'msgid "a"\nmsgstr "b"\n' * 100_000, "too many lines"),
    "endless tags": (lambda t: t.replace("새", "<b>" * 3000).encode(), "too many HTML tags"),
    "HTML": (lambda t: b"<html><body>Log in</body></html>", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_explained_and_changes_nothing(read, download, upload, name):
    spoil, complaint = REFUSED[name]
    po = download(read)
    entry(po, "Spring").msgstr = "다른 말"
    entry(po, ENGLISH).msgstr = "새 문장"
    before = written(read)
    said = upload(read, spoil(f"{po}\n"))
    assert complaint in said
    assert "taken" not in said
    assert written(read) == before


def test_no_file_at_all_and_a_foreign_one(read, issue, download, upload):
    before = written(read)
    assert "No file was chosen" in upload(read, None)
    assert "another page or language" in upload(read, download(issue))
    assert written(read) == before


def test_a_file_without_translations_says_so(add_issue, download, upload):
    issue = add_issue()
    assert upload(issue, download(issue)) == "The file holds no translations."


def test_a_locked_page_takes_no_file(read, download, upload, client, django_user_model):
    po = download(read)
    entry(po, ENGLISH).msgstr = "새 문장"
    before = written(read)
    Page.objects.filter(pk=in_korean(read).pk).update(locked=True)
    assert "locked" in upload(read, po)
    Page.objects.update(locked=False)
    stranger = django_user_model.objects.create_user("stranger", "s@example.org", "x")
    stranger.is_staff = True
    stranger.save()
    client.force_login(stranger)
    upload(read, po, client)
    url = reverse("wagtail_localize:download_pofile", args=[into_korean(read).pk])
    assert client.get(url).status_code == 302
    assert written(read) == before
