"""What editors read after an upload, and files that were stored before they were cleaned."""

import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from images.generation import generate_wanted
from images.models import Picture, Rendition
from tests.images.doors import DOORS, own_picture, post
from tests.images.formats import saved
from tests.images.pictures import FORMATS, MAKER, MARKERS, SERIAL, drawing, laden, name_of

PLACE = {"en": "said where the picture was taken", "ko": "촬영 위치가 들어 있어"}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("door", DOORS)
def test_the_editor_is_told_at_every_door(door, language, editor, admin_user):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = language
    profile.save()
    answer = post(editor, door, "holiday.jpg", laden("jpeg"), own_picture())
    words = (editor.get(answer.url) if answer.status_code == 302 else answer).content.decode()
    if "json" in answer.get("Content-Type", ""):
        said = json.loads(words)
        words = said.get("form") or said["htmlFragment"]
    assert PLACE[language] in words
    assert MAKER in words
    assert SERIAL not in words


def test_the_makers_name_is_offered_and_nowhere_kept(editor):
    post(editor, "add", "holiday.jpg", laden("jpeg"), None)
    picture = Picture.objects.get(title="Odd")
    assert picture.credit == ""
    assert MAKER not in str(Picture.objects.filter(pk=picture.pk).values())
    assert (
        MAKER
        not in editor.get(reverse("wagtailimages:edit", args=[picture.pk])).context["form"].as_p()
    )


def test_a_clean_picture_is_no_reason_to_talk(editor):
    answer = post(editor, "chooser", "plain.png", saved(drawing(), "PNG"), None)
    assert json.loads(answer.content)["step"] == "chosen"


def test_after_reading_the_editor_goes_on_in_the_chooser(editor, client, django_user_model):
    answer = post(editor, "chooser", "holiday.jpg", laden("jpeg"), None)
    html = json.loads(answer.content)["htmlFragment"]
    address = html.split('action="')[1].split('"')[0].replace("&amp;", "&")
    assert json.loads(editor.post(address).content)["step"] == "chosen"
    client.force_login(django_user_model.objects.create_superuser("other", "o@example.org", "x"))
    assert client.post(address).status_code == 404


def uncleaned(form: str) -> Picture:
    """A picture as it was stored before this version: behind the field's back."""
    picture = own_picture()
    name = picture.file.storage.save(
        f"original_images/{name_of(form)}", ContentFile(laden(form, 6))
    )
    Picture.objects.filter(pk=picture.pk).update(file=name, width=96, height=64, colour="#000000")
    return Picture.objects.get(pk=picture.pk)


def test_the_command_cleans_what_was_stored_before(db, django_capture_on_commit_callbacks):
    pictures = {form: uncleaned(form) for form in FORMATS}
    for picture in pictures.values():
        picture.get_rendition("width-60|format-jpeg")
    generate_wanted()
    shown = set(Rendition.objects.filter(image__in=pictures.values()).values_list("pk", flat=True))
    assert len(shown) == len(FORMATS)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("strip_metadata", verbosity=0)
    for form, old in pictures.items():
        fresh = Picture.objects.get(pk=old.pk)
        with fresh.file.open("rb") as file:
            data = file.read()
        assert not [marker for marker in MARKERS if marker in data], form
        assert not fresh.file.storage.exists(old.file.name), form
        assert (fresh.width, fresh.height) == (
            (96, 64) if form in ("png16", "gif") else (64, 96)
        ), form
        assert fresh.colour != "#000000", form
    assert not Rendition.objects.filter(pk__in=shown).exists()


def test_the_command_changes_nothing_twice_and_goes_on_after_a_lost_file(db):
    uncleaned("jpeg")
    lost = uncleaned("png")
    lost.file.storage.delete(lost.file.name)
    last = uncleaned("webp")
    with pytest.raises(CommandError, match=f"picture {lost.pk} "):
        call_command("strip_metadata", verbosity=0)
    assert Picture.objects.get(pk=last.pk).width == 64
    lost.delete()
    said = StringIO()
    call_command("strip_metadata", stdout=said)
    assert said.getvalue().startswith("0 files")


def test_without_stripping_a_rendition_is_bare_all_the_same(db):
    """The second door: a file that reached the storage by some other way."""
    picture = uncleaned("jpeg")
    rendition = picture.get_rendition("width-60|format-jpeg")
    generate_wanted()
    with rendition.file.open("rb") as file:
        data = file.read()
    assert not [marker for marker in MARKERS if marker in data]
