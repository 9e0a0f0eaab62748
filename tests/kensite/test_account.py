"""The account of an editor, and how the admin writes dates."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from wagtail.users.models import UserProfile


def test_a_language_can_be_chosen_without_a_name(editor, admin_user):
    address = "/admin/account/"
    form = {"locale-preferred_language": "ko", "locale-current_time_zone": "Europe/Brussels"}
    form |= {"name_email-first_name": "", "name_email-last_name": ""}
    form |= {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}
    response = editor.post(address, form)
    assert response.status_code == 302, response.context["panels_by_tab"]
    profile = UserProfile.get_for_user(admin_user)
    assert (profile.preferred_language, profile.theme) == ("ko", "dark")
    assert 'lang="ko"' in editor.get(address).content.decode()


def test_short_dates_are_written_as_people_do():
    day = date(2026, 11, 26)
    assert date_format(day, "SHORT_DATE_FORMAT") == "26 Nov 2026"
    with translation.override("ko"):
        assert date_format(day, "SHORT_DATE_FORMAT") == "2026. 11. 26."
