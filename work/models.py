"""What is still to be done."""

from django.db import models

NOBODY = "nobody@kensite.invalid"  # RFC 6761: never delivered, and not even tried


class OutgoingMail(models.Model):
    """A mail to one recipient: the queue itself, taken by whoever has a lease on it.

    After `HANDED_OVER` the server may have it; if the process dies then, nobody can know, and a
    second mail would be worse than none: `UNCERTAIN`. Its words, which may let somebody in, are
    forgotten as soon as nothing more will be done with them.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting"
        CLAIMED = "claimed"
        HANDED_OVER = "handed over"
        SENT = "sent"
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    once = models.CharField(max_length=100, unique=True, null=True)  # noqa: DJ001 (many without)
    sender = models.CharField(max_length=254)
    recipient = models.CharField(max_length=254)
    message = models.BinaryField()
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    holder = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="mail_due")]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.state}"
