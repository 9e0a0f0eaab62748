"""A new password by mail: seldom, outside the request, and the same for whoever asks."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from work.models import NOBODY, OutgoingMail

KNOWN, UNKNOWN = "v@example.org", "stranger@example.org"


@pytest.fixture(autouse=True)
def volunteer(db, settings):
    settings.EMAIL_BACKEND = "work.mail.Outbox"
    return get_user_model().objects.create_superuser("volunteer", KNOWN, "a long password")


def ask(email, address="192.0.2.1"):
    client = Client(REMOTE_ADDR=address)
    return client.post("/admin/password_reset/", {"email": email}, follow=True)


def to_volunteer():
    return OutgoingMail.objects.filter(recipient=KNOWN).count()


@pytest.mark.parametrize("again", [KNOWN, "V@Example.org", f" {KNOWN} "])
@pytest.mark.parametrize("elsewhere", ["192.0.2.1", "198.51.100.7"])
def test_one_mail_in_five_minutes(again, elsewhere):
    first = ask(KNOWN)
    assert plain(ask(again, elsewhere)) == plain(first)
    assert to_volunteer() == 1
    AccessFailureLog.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=6))
    ask(again, elsewhere)
    assert to_volunteer() == 2


def test_the_mail_lets_its_owner_in():
    ask(KNOWN)
    link = re.search(rb"http://testserver(/admin/password_reset/confirm/\S+)", message())
    client = Client()
    form = client.get(link[1].decode(), follow=True)
    new = {"new_password1": "another long one", "new_password2": "another long one"}
    client.post(form.redirect_chain[-1][0], new)
    assert get_user_model().objects.get(username="volunteer").check_password("another long one")


def message():
    return bytes(OutgoingMail.objects.get(recipient=KNOWN).message)


def test_the_answer_does_not_tell_who_has_an_account():
    """Nor do the work and the queries for it: the same words are written for nobody."""
    costs, answers = [], []
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            answers.append(plain(ask(email)))
        costs.append([query["sql"].split(" ")[0] for query in queries])
    assert answers[0] == answers[1]
    assert costs[0] == costs[1]
    assert set(OutgoingMail.objects.values_list("recipient", flat=True)) == {KNOWN, NOBODY}


def plain(response):
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "TOKEN", response.content.decode())
    return response.status_code, response.redirect_chain, text


def test_one_address_cannot_ask_for_everybody():
    answers = [ask(f"name{number}@example.org").status_code for number in range(51)]
    assert answers == [200] * 50 + [429]
    assert ask(KNOWN).status_code == 429
    assert ask(KNOWN, "198.51.100.7").status_code == 200
    assert to_volunteer() == 1


def test_asking_for_a_mail_keeps_nobody_from_logging_in():
    for _time in range(7):
        ask(KNOWN)
    form = {"username": "volunteer", "password": "a long password"}
    assert Client(REMOTE_ADDR="192.0.2.1").post("/admin/login/", form).status_code == 302


def test_a_stolen_session_does_not_become_an_account(admin_user, editor):
    form = {
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "name_email-email": "thief@example.org",
    }
    before = admin_user.email
    editor.post("/admin/account/", form)
    admin_user.refresh_from_db()
    assert admin_user.email == before


@pytest.mark.parametrize(
    ("browser", "words", "subject"),
    [
        ("ko,en;q=0.5", ("로그인 상태 유지", "비밀번호 입력"), "비밀번호 재설정"),
        ("nl,en;q=0.5", ("Sign in", "Forgotten password?"), "Password reset"),
        ("", ("Sign in", "Forgotten password?"), "Password reset"),
    ],
)
def test_before_log_in_the_admin_speaks_the_language_of_the_browser(browser, words, subject):
    client = Client(headers={"accept-language": browser}, REMOTE_ADDR="192.0.2.1")
    for address in ("", "done/", "complete/", "confirm/MQ/none/"):
        page = client.get(f"/admin/password_reset/{address}")
        assert page["Content-Language"] == ("ko" if "ko" in browser else "en"), address
        assert "Accept-Language" in page["Vary"]
    shown = client.get("/admin/login/").text
    refused = client.post("/admin/login/", {"username": "volunteer", "password": "wrong"}).text
    assert ("Password" in shown) is ("ko" not in browser)
    for word in words:
        assert word in shown
        assert word in refused
    client.post("/admin/password_reset/", {"email": KNOWN})
    mail = message_from_bytes(message(), policy=policy.default)
    assert subject in mail["Subject"]


def test_after_log_in_the_language_of_the_account_counts(volunteer):
    UserProfile.objects.create(user=volunteer, preferred_language="en")
    client = Client(headers={"accept-language": "ko"})
    client.force_login(volunteer)
    assert 'lang="en"' in client.get("/admin/").text
    assert Client(headers={"accept-language": "ko"}).get("/")["Content-Language"] == "en"
