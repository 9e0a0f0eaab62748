"""Wrong passwords at every door, the right one then, and what anybody can learn by trying."""

import re
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import F
from django.test import Client, override_settings
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction
from wagtail.users.models import UserProfile

from kensite.log_in import attempts
from tests.conftest import free_port
from work.models import OutgoingMail

HERE, ELSEWHERE, NEIGHBOUR = "192.0.2.1", "198.51.100.7", "2001:db8:1:2::7"
RIGHT = "a long right password"


@pytest.fixture
def volunteer(db):
    return get_user_model().objects.create_superuser("volunteer", "v@example.org", RIGHT)


class Door:
    """A way to give a password: `door(password, name, address)` is the answer."""

    counts_by_user_name = True

    def __init__(self, issue):
        self.issue = issue

    def __call__(self, password, name="volunteer", address=HERE, **headers):
        return self.post(Client(REMOTE_ADDR=address, **headers), password, name)

    def is_in(self, response):
        return response.status_code == 302


class Admin(Door):
    def post(self, client, password, name):
        return client.post("/admin/login/", {"username": name, "password": password})


class Frontend(Door):
    def post(self, client, password, name):
        return client.post("/_util/login/", {"username": name, "password": password})


class KoreanFrontend(Door):
    def post(self, client, password, name):
        return client.post("/ko/_util/login/", {"username": name, "password": password})


class PrivatePage(Door):
    counts_by_user_name = False

    def __init__(self, issue):
        super().__init__(issue)
        self.restriction, _made = PageViewRestriction.objects.get_or_create(
            page=issue, defaults={"restriction_type": "password", "password": RIGHT}
        )

    def post(self, client, password, name):
        address = f"/_util/authenticate_with_password/{self.restriction.pk}/{self.issue.pk}/"
        return client.post(address, {"password": password, "return_url": "/"})


class PrivateDocuments(Door):
    counts_by_user_name = False

    def __init__(self, issue):
        self.restriction = CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(),
            restriction_type="password",
            password=RIGHT,
        )

    def post(self, client, password, name):
        address = f"/documents/authenticate_with_password/{self.restriction.pk}/"
        return client.post(address, {"password": password, "return_url": "/"})


class Account(Door):
    """The old password, asked for at an open screen."""

    def post(self, client, password, name):
        client.force_login(get_user_model().objects.get(username="volunteer"))
        data = {"password-old_password": password}
        data |= {f"password-new_password{n}": RIGHT for n in (1, 2)}
        data |= {"name_email-first_name": "V", "name_email-last_name": "V"}
        data |= {"name_email-email": "v@example.org", "theme-theme": "system"}
        data |= {"theme-density": "default", "theme-contrast": "system"}
        data |= {"theme-keyboard_shortcuts": "on", "locale-preferred_language": "en"}
        return client.post("/admin/account/", data | {"locale-current_time_zone": "Asia/Seoul"})


DOORS = [Admin, Frontend, KoreanFrontend, PrivatePage, PrivateDocuments, Account]


@pytest.fixture(params=DOORS, ids=lambda door: door.__name__)
def door(request, issue, volunteer):
    return request.param(issue)


@pytest.fixture(params=["cache alive", "Redis dead"])
def cache_or_not(request):
    """Whatever happens to the cache."""
    dead = {
        "BACKEND": "kensite.cache.FailOpenRedisCache",
        "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
    }
    if request.param == "cache alive":
        yield
    else:
        with override_settings(CACHES={"default": dead}):
            yield


def later(**time):
    """Let time pass: what was tried lies further back."""
    AccessFailureLog.objects.update(attempt_time=F("attempt_time") - timedelta(**time))


def test_five_wrong_passwords_close_a_door_for_one_name_and_address(door, cache_or_not):
    for _wrong in range(4):
        assert door("wrong").status_code == 200
    for _wrong in range(3):
        refused = door("wrong")
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 900
    assert door(RIGHT).status_code == 429, "the right password, too"
    assert door.is_in(door(RIGHT, address=ELSEWHERE)), "nobody is kept out from elsewhere"
    later(minutes=14)
    assert door(RIGHT).status_code == 429
    later(minutes=2)
    assert door("wrong").status_code == 200
    assert door.is_in(door(RIGHT))
    for _wrong in range(4):
        assert door("wrong").status_code == 200, "what was wrong before the right one is forgotten"


def test_five_wrong_ones_with_pauses_close_it_for_a_quarter_of_an_hour(door):
    for _wrong in range(5):
        door("wrong")
        later(minutes=3)
    later(minutes=11, seconds=30)
    assert door(RIGHT).status_code == 429
    later(seconds=31)
    assert door.is_in(door(RIGHT))


def test_unlock(door, capsys):
    for _wrong in range(6):
        door("wrong")
    name = "Volunteer" if door.counts_by_user_name else AccessFailureLog.objects.first().username
    call_command("unlock", name)
    assert (
        capsys.readouterr().out == f"{name} is unlocked: 5 wrong tries forgotten, from 1 address.\n"
    )
    assert door.is_in(door(RIGHT))


def test_unlock_says_what_it_cannot_do(volunteer, capsys):
    call_command("unlock", "volunteer")
    assert "was not locked" in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"Nobody is called 'volunter'.*Did you mean volunteer"):
        call_command("unlock", "volunter")
    call_command("unlock", HERE)
    assert "was not locked" in capsys.readouterr().out


def test_another_name_from_there_is_let_in(issue, volunteer):
    door = Admin(issue)
    get_user_model().objects.create_superuser("colleague", "c@example.org", RIGHT)
    for _wrong in range(6):
        door("wrong")
    assert door.is_in(door(RIGHT, name="colleague"))


def test_the_doors_count_together(issue, volunteer):
    for _wrong in range(3):
        Admin(issue)("wrong")
        Frontend(issue)("wrong")
    assert KoreanFrontend(issue)(RIGHT).status_code == 429


@pytest.mark.parametrize("name", ["Volunteer", " volunteer ", "ｖｏｌｕｎｔｅｅｒ", "VOLUNTEER"])
def test_a_name_is_one_name_however_it_is_written(name, issue, volunteer):
    door = Admin(issue)
    for _wrong in range(5):
        door("wrong", name=name)
    assert door(RIGHT).status_code == 429


def test_fifty_wrong_ones_an_hour_from_one_address_over_all_names(issue, volunteer):
    door = Admin(issue)
    for number in range(50):
        assert door("wrong", name=f"name{number}").status_code == 200
    assert door(RIGHT).status_code == 429
    assert PrivatePage(issue)(RIGHT).status_code == 429
    assert door.is_in(door(RIGHT, address=ELSEWHERE))
    later(minutes=59)
    assert door(RIGHT).status_code == 429
    later(minutes=2)
    assert door.is_in(door(RIGHT))


def test_one_network_of_ipv6_is_one_address(issue, volunteer):
    door = Admin(issue)
    for number in range(5):
        door("wrong", address=f"2001:db8:1:2::{number}")
    assert door(RIGHT, address=NEIGHBOUR).status_code == 429
    assert door.is_in(door(RIGHT, address="2001:db8:1:3::7"))


@pytest.mark.parametrize(("proxies", "refused"), [(0, True), (1, True), (2, True)])
def test_an_address_cannot_be_forged(proxies, refused, issue, volunteer, settings):
    settings.PROXY_COUNT = proxies
    door, ours = Admin(issue), ["203.0.113.9", "10.0.0.1"][: max(0, proxies)]
    for number in range(6):
        hops = [f"198.51.100.{number}", *ours[:proxies]]
        answer = door("wrong", HTTP_X_FORWARDED_FOR=", ".join(hops))
    assert (answer.status_code == 429) is refused


def test_a_socket_without_addresses_counts_as_one_place(issue, volunteer):
    door = Admin(issue)
    for _wrong in range(5):
        door("wrong", address="")
    assert door(RIGHT, address="").status_code == 429
    assert door.is_in(door(RIGHT))


def test_the_refusal_says_until_when_in_both_languages(issue, volunteer):
    door = Admin(issue)
    for _wrong in range(5):
        refused = door("wrong").content.decode()
    lock = AccessFailureLog.objects.get(locked_out=True).attempt_time
    until = lock + attempts.LOCKED_FOR + timedelta(minutes=1)
    seoul, brussels = (
        f"{until.astimezone(ZoneInfo(zone)):%H:%M}" for zone in ("Asia/Seoul", "Europe/Brussels")
    )
    assert "after <time datetime=" in refused
    assert f"{seoul} in Seoul, {brussels} in Brussels" in refused
    assert f"서울 시각 {seoul}(브뤼셀 시각 {brussels})" in refused
    assert "15 minutes" in refused


def counting_hashes():
    """`call_count` of what it gives is how often a password was hashed."""
    encode = MD5PasswordHasher.encode
    return patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=encode)


def hashes(post):
    """How often a password was hashed while answering, and the answer."""
    with counting_hashes() as encode:
        answer = post()
    return encode.call_count, answer


@pytest.mark.parametrize("kind", ["unknown", "inactive", "without a password"])
def test_a_log_in_does_not_tell_who_has_an_account(kind, issue, volunteer):
    door = Admin(issue)
    known = hashes(lambda: door("wrong"))
    call_command("unlock", HERE)
    if kind == "inactive":
        get_user_model().objects.filter(pk=volunteer.pk).update(is_active=False)
    elif kind == "without a password":
        volunteer.set_unusable_password()
        volunteer.save()
    name = "stranger" if kind == "unknown" else "volunteer"
    other = hashes(lambda: door("wrong", name=name))
    assert known[0] == other[0] == 1
    assert plain(known[1], "volunteer") == plain(other[1], name)
    locked = [hashes(lambda: door("wrong", name=name)) for _wrong in range(5)][-1]
    assert locked[0] == 0, "what is refused costs no computing"


def plain(response, name):
    """A page without what differs in every one."""
    text = response.content.decode().replace(name, "NAME")
    return response.status_code, re.sub(r"\b[A-Za-z0-9]{64}\b", "TOKEN", text)


def test_what_is_kept_is_forgotten_after_a_day(issue, volunteer):
    door = Admin(issue)
    door("wrong", name="somebody", HTTP_USER_AGENT="Firefox")
    assert AccessFailureLog.objects.get().user_agent == ""
    later(days=1)
    door("wrong")
    assert set(AccessFailureLog.objects.values_list("username", flat=True)) == {"volunteer"}
    later(days=1)
    assert door.is_in(door(RIGHT))
    assert not AccessFailureLog.objects.exists()


def test_a_log_in_without_next_leads_to_the_admin(issue, volunteer):
    assert Frontend(issue)(RIGHT)["Location"] == "/admin/"


def test_many_wrong_ones_from_many_places_bring_their_owner_one_mail_a_day(issue, volunteer):
    door = Admin(issue)
    for number in range(40):
        door("wrong", name="Volunteer", address=f"203.0.113.{number}")
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "v@example.org"
    assert b"20 wrong passwords" in bytes(mail.message)
    assert b"20 different addresses" in bytes(mail.message)
    OutgoingMail.objects.update(created_at=F("created_at") - timedelta(days=1))
    door("wrong", address="203.0.113.77")
    assert OutgoingMail.objects.count() == 2
    for number in range(40):
        door("wrong", name="stranger", address=f"203.0.113.{number}")
    assert OutgoingMail.objects.count() == 2


def test_the_owner_is_written_to_in_their_language(issue, volunteer):
    profile = UserProfile.get_for_user(volunteer)
    profile.preferred_language = "ko"
    profile.save()
    for number in range(20):
        Admin(issue)("wrong", address=f"203.0.113.{number}")
    mail = message_from_bytes(bytes(OutgoingMail.objects.get().message), policy=policy.default)
    assert "비밀번호" in mail["Subject"]


def test_twenty_tries_at_once_are_five_looked_at(django_db_setup, django_db_blocker):
    """Real transactions: what is made here is committed, and deleted afterwards."""
    answers, ready = [], threading.Barrier(20)

    def attempt():
        ready.wait()
        try:
            answers.append(Admin(None)("wrong", name="stranger").status_code)
        finally:
            connections.close_all()

    with django_db_blocker.unblock(), counting_hashes() as encode:
        threads = [threading.Thread(target=attempt) for _number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        AccessFailureLog.objects.all().delete()
        connections.close_all()
    assert encode.call_count == 5
    assert sorted(answers) == [200] * 4 + [429] * 16
