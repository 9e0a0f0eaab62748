"""Mails leave outside the request, each once, whatever becomes of servers and processes."""

import socket
import threading
import time
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.models import Group
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from tests.conftest import free_port
from work import sender, thread
from work.mail import queue
from work.models import NOBODY, OutgoingMail
from work.smtp import Transport

State = OutgoingMail.State
WORDS = "안녕하세요\n.\n..a line that begins with a dot\nhttps://news.example.org/reset/secret\n"


class Server:
    """A mail server: `replies` are what it says to RCPT, DATA and the words, once each."""

    def __init__(self):
        self.got, self.replies = [], []

    def reply(self, command):
        if self.replies and self.replies[0][0] == command:
            return self.replies.pop(0)[1]
        return None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if reply := self.reply("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if reply := self.reply("words"):
            return reply
        self.got.append((envelope.rcpt_tos, envelope.content))
        if self.reply("accepted, then silence"):
            session.loop.stop()
        return "250 OK"


@pytest.fixture
def server(settings):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    use(settings, controller.port)
    yield handler
    controller.stop()


def use(settings, port, seconds=0.5):
    """Send to that port from now on."""
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = "work.mail.Outbox", "work.smtp.Transport"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, seconds
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


@pytest.fixture
def silent(settings):
    """A server that accepts and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        use(settings, listener.getsockname()[1])
        yield listener


def send(*to, **headers):
    EmailMessage("Grüße", WORDS, "KEN <ken@example.org>", list(to), headers=headers).send()


def states():
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


def due_now():
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_mail_arrives_as_it_was_written_and_its_words_are_forgotten(db, server):
    send("a@example.org", "B <b@example.org>")
    assert states() == [State.WAITING] * 2
    sender.send_due()
    assert [to for to, _content in server.got] == [["a@example.org"], ["b@example.org"]]
    got = message_from_bytes(server.got[0][1], policy=policy.default)
    assert got.get_content().replace("\r\n", "\n") == WORDS
    assert (got["Subject"], got["From"]) == ("Grüße", "KEN <ken@example.org>")
    assert states() == [State.SENT] * 2
    assert {bytes(mail.message) for mail in OutgoingMail.objects.all()} == {b""}
    sender.send_due()
    assert len(server.got) == 2


def test_a_transaction_that_is_undone_sends_nothing(db, server):
    with transaction.atomic():
        send("a@example.org")
        transaction.set_rollback(True)
    sender.send_due()
    assert server.got == []


def test_the_commit_rings(db, server, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(thread, "ring", lambda: rung.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        send("a@example.org")
        assert not rung
    assert rung == [True]


@pytest.mark.parametrize("where", ["RCPT", "words"])
@pytest.mark.parametrize("no", ["421 Too busy", "450 Greylisted", "451 Local error", "452 Full"])
def test_not_now_is_tried_again(where, no, db, server):
    server.replies = [(where, no)] * 2
    send("a@example.org")
    for minutes in (1, 2):
        sender.send_due()
        mail = OutgoingMail.objects.get()
        assert (mail.state, mail.attempts) == (State.WAITING, minutes)
        assert no[4:] in mail.error
        assert timedelta(0) < mail.due_at - timezone.now() <= timedelta(minutes=minutes)
        due_now()
    sender.send_due()
    assert (len(server.got), states()) == (1, [State.SENT])


@pytest.mark.parametrize("where", ["RCPT", "words"])
def test_never_is_not(where, db, server, caplog):
    server.replies = [(where, "550 No such person")]
    send("a@example.org")
    sender.send_due()
    mail = OutgoingMail.objects.get()
    assert (mail.state, bytes(mail.message)) == (State.FAILED, b"")
    assert "No such person" in mail.error
    assert "a@example.org is failed" in caplog.text
    due_now()
    sender.send_due()
    assert server.got == []


def test_nobody_listens(db, settings, server):
    port = settings.EMAIL_PORT
    use(settings, free_port())
    send("a@example.org")
    sender.send_due()
    assert "ConnectionRefused" in OutgoingMail.objects.get().error
    use(settings, port)
    due_now()
    sender.send_due()
    assert (len(server.got), states()) == (1, [State.SENT])


def test_what_cannot_be_sent_for_a_day_is_given_up(db, settings, silent):
    use(settings, free_port())
    send("a@example.org")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=2))
    sender.send_due()
    assert states() == [State.FAILED]


def test_a_silent_server_is_left_after_its_time(db, silent):
    send("a@example.org")
    started = time.monotonic()
    sender.send_due()
    assert time.monotonic() - started < 3
    assert states() == [State.WAITING], "it had not begun to take the mail"


def test_a_silent_server_is_waited_for_once(db, silent):
    send(*(f"{number}@example.org" for number in range(10)))
    started = time.monotonic()
    sender.send_due()
    assert time.monotonic() - started < 3
    assert OutgoingMail.objects.filter(attempts=1).count() == 1
    assert states() == [State.WAITING] * 10


def test_a_server_that_does_not_even_connect_is_left_after_two_seconds(db, settings):
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        queue_of_others = [socket.socket() for _number in range(4)]
        for other in queue_of_others:
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        use(settings, full.getsockname()[1], seconds=30)
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            Transport().open()
        assert 1 < time.monotonic() - started < 6
        for other in queue_of_others:
            other.close()


class MuteAfterWords:
    """Takes the words and never says what became of them."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.talk, daemon=True)
        self.thread.start()

    def talk(self):
        client, _address = self.listener.accept()
        with client, client.makefile("rwb", 0) as lines:
            lines.write(b"220 hello\r\n")
            for line in lines:
                if line.upper().startswith(b"DATA"):
                    lines.write(b"354 go on\r\n")
                    break
                lines.write(b"250 fine\r\n")
            time.sleep(2)


def test_words_that_may_have_arrived_are_not_sent_twice(db, settings, server, caplog):
    port = settings.EMAIL_PORT
    use(settings, MuteAfterWords().listener.getsockname()[1])
    send("a@example.org")
    sender.send_due()
    assert states() == [State.UNCERTAIN], OutgoingMail.objects.get().error
    assert bytes(OutgoingMail.objects.get().message) == b""
    assert "a@example.org is uncertain" in caplog.text
    use(settings, port)
    due_now()
    sender.send_due()
    assert server.got == []


def test_what_a_killed_process_had_claimed_is_sent_by_another(db, server):
    send("a@example.org")
    assert sender.claim() is not None
    sender.send_due()
    assert server.got == [], "its lease still runs"
    due_now()
    sender.send_due()
    assert (len(server.got), states()) == (1, [State.SENT])


def test_what_a_killed_process_was_handing_over_is_uncertain(db, server):
    send("a@example.org")
    OutgoingMail.objects.update(state=State.HANDED_OVER)
    due_now()
    sender.send_due()
    assert (server.got, states()) == ([], [State.UNCERTAIN])


@pytest.mark.parametrize("state", [State.WAITING, State.CLAIMED, State.HANDED_OVER])
def test_after_a_restore_nothing_is_sent_twice(state, db, server, capsys):
    """It was sent after the backup was made; the backup does not know."""
    send("sent@example.org")
    sender.send_due()
    send("a@example.org", "b@example.org")
    OutgoingMail.objects.exclude(state=State.SENT).update(state=state)
    call_command("discard_mail")
    said = capsys.readouterr().out
    assert "a@example.org" in said
    assert "2 mails were waiting" in said
    assert "sent@" not in said
    due_now()
    sender.send_due()
    assert [to for to, _content in server.got] == [["sent@example.org"]]
    assert states() == [State.SENT, State.UNCERTAIN, State.UNCERTAIN]
    assert {bytes(mail.message) for mail in OutgoingMail.objects.all()} == {b""}
    call_command("discard_mail")
    assert "No mail was waiting" in capsys.readouterr().out
    send("c@example.org")
    sender.send_due()
    assert states()[-1] == State.SENT


def test_a_process_that_slept_through_its_lease_sends_nothing(db, server):
    send("a@example.org")
    slow = sender.claim()
    due_now()
    sender.send_due()
    sender.deliver(slow)
    assert (len(server.got), states()) == (1, [State.SENT])


def test_two_processes_send_each_mail_once(django_db_setup, django_db_blocker, server):
    """Real transactions: what is made here is committed, and deleted afterwards."""
    with django_db_blocker.unblock():
        try:
            for number in range(20):
                send(f"{number}@example.org")

            def work():
                sender.send_due()
                connections.close_all()

            workers = [threading.Thread(target=work) for _number in range(3)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
            assert sorted(to for to, _content in server.got) == sorted(
                [f"{number}@example.org"] for number in range(20)
            )
            assert states() == [State.SENT] * 20
        finally:
            OutgoingMail.objects.all().delete()
            connections.close_all()


def test_nobody_gets_no_mail_and_it_is_no_fault(db, server):
    send(NOBODY)
    sender.send_due()
    assert (server.got, states()) == ([], [State.SENT])


def test_once_a_day(db, server):
    message = EmailMessage("Hello", "", "ken@example.org", ["a@example.org"])
    for _time in range(3):
        queue(message, once_a_day="hello:1")
    sender.send_due()
    queue(message, once_a_day="hello:1")
    assert len(states()) == 1
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=1))
    queue(message, once_a_day="hello:1")
    assert len(states()) == 2


def test_what_is_over_is_forgotten(db, server):
    send("a@example.org", "b@example.org")
    sender.send_due()
    first, second = OutgoingMail.objects.all()
    now = timezone.now()
    OutgoingMail.objects.filter(pk=first.pk).update(ended_at=now - timedelta(days=1))
    OutgoingMail.objects.filter(pk=second.pk).update(
        state=State.FAILED, ended_at=now - timedelta(days=29)
    )
    sender.send_due()
    assert states() == [State.FAILED]
    OutgoingMail.objects.update(ended_at=now - timedelta(days=30))
    sender.send_due()
    assert states() == []


@pytest.mark.parametrize("name", ["console", "filebased", "locmem", "dummy"])
def test_every_other_transport(name, db, server, settings, tmp_path):
    settings.MAIL_TRANSPORT = f"django.core.mail.backends.{name}.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    send("a@example.org")
    sender.send_due()
    assert states() == [State.SENT]
    if name == "filebased":
        assert b"To: a@example.org" in next(tmp_path.iterdir()).read_bytes()
    if name == "locmem":
        assert django_mail.outbox[0].recipients() == ["a@example.org"]


def test_one_bad_mail_does_not_stop_the_others(db, server, monkeypatch):
    send("a@example.org", "b@example.org")
    transmit = sender.transmit

    def poisoned(mail, before_body):
        if mail.recipient.startswith("a"):
            raise ValueError("what is this?")
        transmit(mail, before_body)

    monkeypatch.setattr(sender, "transmit", poisoned)
    sender.send_due()
    assert states() == [State.WAITING, State.SENT]


def test_whoever_looks_after_the_site_sees_what_did_not_leave(db, server, editor, settings):
    assert "could not be sent" not in editor.get("/admin/").content.decode()
    server.replies = [("RCPT", "550 No such <person>")]
    send("a@example.org", "b@example.org")
    use(settings, settings.EMAIL_PORT, seconds=3)
    sender.send_due()
    assert states() == [State.FAILED, State.SENT]
    home = editor.get("/admin/").content.decode()
    assert "1 email could not be sent." in home
    assert "a@example.org" in home
    assert "No such &lt;person&gt;" in home
    OutgoingMail.objects.update(ended_at=timezone.now() - timedelta(days=8))
    assert "could not be sent" not in editor.get("/admin/").content.decode()


def test_others_do_not_see_it(db, server, django_user_model):
    server.replies = [("RCPT", "550 No such person")]
    send("a@example.org")
    sender.send_due()
    somebody = django_user_model.objects.create_user("somebody", "s@example.org", "password")
    somebody.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(somebody)
    assert "could not be sent" not in client.get("/admin/").content.decode()
