"""Editors' searches go through the same analysis: pages, pictures, files, choosers, synonyms."""

import json

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from search.models import Synonyms


def test_pages_are_found_by_a_part_of_a_word(editor):
    for path in ("/admin/pages/search/?q=", "/admin/choose-page/search/?q="):
        html = editor.get(path + "둥글게 놓인").content.decode()
        assert "둥글게 놓인 의자들" in html, path
        assert "둥글게 놓인 의자들" in editor.get(path + "의자들을").content.decode(), path


def test_pictures_are_found_by_a_part_of_a_word(editor):
    picture = get_image_model().objects.first()
    picture.title = "국가인권위원회 앞"
    picture.save()
    for path in ("/admin/images/?q=", "/admin/images/chooser/results/?q="):
        for query in ("인권위원회", "인권위", "국가 인권 위원회"):
            assert "국가인권위원회 앞" in editor.get(path + query).content.decode(), (path, query)


def test_files_and_organisations_too(editor):
    file = get_document_model()(title="난민법 개정안.pdf")
    file.file.save("a.pdf", ContentFile(b"x"))
    assert "난민법 개정안" in editor.get("/admin/documents/?q=개정안").content.decode()
    html = editor.get("/admin/snippets/newsletters/organisation/?q=망명협의회").content.decode()
    assert "유럽난민망명협의회" in html


def test_an_odd_query_is_no_failure(editor):
    for query in ('"', "'", "%00", "()", "*", '"난민'):
        for path in ("/admin/pages/search/?q=", "/admin/images/?q=", "/admin/documents/?q="):
            assert editor.get(path + query).status_code == 200, (path, query)


def test_synonyms_are_edited_in_the_admin(editor, db):
    add = "/admin/snippets/search/synonyms/add/"
    assert "at least two" in editor.post(add, {"words": "alone"}).content.decode()
    assert "Longer than 100" in editor.post(add, {"words": f"a\n{'b' * 101}"}).content.decode()
    editor.post(add, {"words": "ILO\n국제노동기구"})
    assert Synonyms.objects.filter(words__contains="ILO").exists()
    assert "ILO = 국제노동기구" in editor.get("/admin/snippets/search/synonyms/").content.decode()


def test_the_choosers_answer_is_json(editor):
    response = editor.get(
        "/admin/choose-page/search/?q=의자", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.status_code == 200
    assert "의자" in (response.content.decode() or json.dumps({}))
