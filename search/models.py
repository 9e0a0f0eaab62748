"""What can be found, by which other words, and with which analyser the index was made."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from api.models import Document


class Passage(index.Indexed, models.Model):
    """Something that readers can find: a public page, an organisation, or one block of an issue.

    Written in the transaction that writes the content store, so that nothing is found that may
    not be seen. `block_id` is empty for a page as a whole; an issue's text is that of all of it.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    block_id = models.CharField(max_length=36, blank=True)
    locale = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    day = models.DateField(null=True)
    precision = models.CharField(max_length=10, blank=True)  # of the day, as blocks.base.Dates
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    image = models.JSONField(null=True)  # as the API has it; see images.representation

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.FilterField("locale"),
        index.FilterField("kind"),
        index.FilterField("document_id"),
    ]
    search_auto_update = False  # see search.passages

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "block_id"], name="one_passage_each")
        ]

    def __str__(self) -> str:
        return self.title


class Synonyms(models.Model):
    """Words for one thing, in whatever language: a search for one finds the others as well."""

    words = models.TextField(
        _("words for the same thing"),
        help_text=_(
            "One per line, such as “EU”, “European Union” and “유럽연합”. Names of organisations "
            "need not be listed: they are known from the directory."
        ),
    )
    changed_at = models.DateTimeField(auto_now=True)

    panels = [FieldPanel("words")]

    class Meta:
        verbose_name = _("synonyms for searches")
        verbose_name_plural = _("synonyms for searches")
        ordering = ["words"]

    def __str__(self) -> str:
        return " = ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """Each of the words."""
        return list(dict.fromkeys(line.strip() for line in self.words.splitlines() if line.strip()))

    def clean(self) -> None:
        """One word alone is a synonym of nothing; ValidationError says so."""
        super().clean()
        if len(self.lines) < 2:
            raise ValidationError({"words": _("Write at least two words, each on its own line.")})
        if long := [line for line in self.lines if len(line) > 100]:
            message = _("Longer than 100 characters: %(line)s") % {"line": long[0]}
            raise ValidationError({"words": message})


class IndexedModel(models.Model):
    """How far the index of a model has come, and by which analyser; see search.reindex."""

    label = models.CharField(max_length=100, unique=True)
    version = models.CharField(max_length=64)
    position = models.PositiveBigIntegerField(default=0)  # the last primary key that is done
    done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.label} {self.version}"

    @classmethod
    def start(cls, label: str, version: str) -> Any:
        """Where to go on with a model; from its beginning if the analyser is another one now."""
        found, _new = cls.objects.get_or_create(label=label, defaults={"version": version})
        if found.version != version:
            found.version, found.position, found.done = version, 0, False
            found.save()
        return found
