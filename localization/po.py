"""Translations as PO files: downloaded, worked on with other programs, uploaded again."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polib
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from localization.admin.strings import Sentence, editable, renew, written_by_hand
from localization.limits import broken, fault
from localization.models import PreviousSource, RetiredSegment
from localization.signals import after_save
from localization.sync import carry_over

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 50_000  # polib needs seconds for more; a long issue has some two thousand
KOREAN = {"cp949", "euc-kr", "euckr", "ks_c_5601-1987", "ms949", "uhc"}
ID = "X-WagtailLocalize-TranslationID"
TOOL = "PO File"

CHARSET = re.compile(rb"charset=([\w-]+)", re.IGNORECASE)
LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s*)?"(?:[^"\\]|\\.)*"')


class UnusableFile(Exception):
    """Nothing was taken from the file; the message says why, and what to do."""


class Text(str):
    """A file's text, whose lines end only at line feeds: polib splits at U+2028 and others too."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        """The lines."""
        return self.split("\n")


def export(translation: Translation) -> polib.POFile:
    """Every sentence with its translation; those that were carried over are fuzzy."""
    po = translation.export_po()
    po.metadata["Language"] = translation.target_locale.language_code
    flags = PreviousSource.objects.filter(
        translation__context__object_id=translation.source.object_id,
        translation__locale_id=translation.target_locale_id,
    )
    previous = {
        (path, sentence): text
        for path, sentence, text in flags.values_list(
            "translation__context__path", "translation__translation_of__data", "text"
        )
    }
    for entry in po:
        if not entry.obsolete and (entry.msgctxt, entry.msgid) in previous:
            entry.flags.append("fuzzy")
            entry.previous_msgid = previous[entry.msgctxt, entry.msgid]
    return po


def read(upload: UploadedFile | None, translation: Translation) -> polib.POFile:
    """The file that somebody uploaded for this translation, or UnusableFile."""
    if upload is None:
        raise UnusableFile(gettext("No file was chosen: choose the PO file first."))
    if upload.size > MOST_BYTES:
        raise UnusableFile(
            gettext("The file is larger than 5 MB: upload the PO file of this page only.")
        )
    text = decoded(upload.read())
    check_lines(text)
    try:
        po = polib.pofile(Text(f"\n{text}"), encoding="utf-8")  # no file has such a name
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise damaged(int(line[1]) - 1 if line else 1) from error
    check_header(po, translation)
    return po


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, or in the old Korean encoding if it says so."""
    if not data.strip():
        raise UnusableFile(gettext("The file is empty: download it again and translate that."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decoded_korean(data)
    if "\0" in text:
        raise UnusableFile(gettext("This is not a PO file: upload the one you downloaded here."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decoded_korean(data: bytes) -> str:
    """The same for what is not UTF-8."""
    charset = CHARSET.search(data, 0, 10_000)
    if charset and charset[1].decode().lower() in KOREAN:
        try:
            return data.decode("cp949")
        except UnicodeDecodeError:
            pass
    raise UnusableFile(
        gettext("The file is not in the encoding that it names: save it as UTF-8, and try again.")
    )


def check_lines(text: str) -> None:
    """Refuse what is no PO file, or only the beginning of one (polib mends it silently)."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise UnusableFile(
            gettext("The file has too many lines: upload the PO file of this page only.")
        )
    last = ""
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if line.startswith("#~") and not line.startswith("#~|"):
            line = line[2:].strip()
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None:
            raise damaged(number)
        last = match[1] or last
    if not last.startswith("msgstr"):
        raise damaged(len(lines))


def damaged(line: int) -> UnusableFile:
    """What to say of a file that cannot be read from this line on."""
    return UnusableFile(
        gettext(
            "The file is damaged or is not a PO file (line %(line)d): "
            "download it again, or save it anew in your translation program."
        )
        % {"line": line}
    )


def check_header(po: polib.POFile, translation: Translation) -> None:
    """Refuse the file of another translation."""
    if not po.metadata.get(ID):
        raise UnusableFile(
            gettext(
                "The file does not say which translation it belongs to: "
                "keep the header (%(name)s) of the file that you downloaded here."
            )
            % {"name": ID}
        )
    if po.metadata[ID] != str(translation.uuid):
        raise UnusableFile(
            gettext(
                "The file belongs to another page or language: upload it there, "
                "or download the one of this page."
            )
        )


@dataclass
class Outcome:
    """How many sentences of a file were taken, and what happened to the others.

    `faulty` were stored, but cannot be used. `changed` are of English that is not there any more;
    `unknown` never belonged to the page.
    """

    taken: int = 0
    same: int = 0
    fuzzy: int = 0
    changed: int = 0
    unknown: int = 0
    faulty: int = 0

    @property
    def fine(self) -> bool:
        """Nothing is left to be looked at."""
        return not (self.fuzzy or self.changed or self.unknown or self.faulty)

    def __str__(self) -> str:
        parts = [
            (self.taken, ngettext(
                "%(count)d sentence was taken from the file.",
                "%(count)d sentences were taken from the file.", self.taken)),
            (self.same, ngettext(
                "%(count)d was the same already.",
                "%(count)d were the same already.", self.same)),
            (self.fuzzy, ngettext(
                "%(count)d was left out because it is marked fuzzy: review it first.",
                "%(count)d were left out because they are marked fuzzy: review them first.",
                self.fuzzy)),
            (self.changed, ngettext(
                "%(count)d is for an original that has changed since the download: "
                "look for it among those to review.",
                "%(count)d are for an original that has changed since the download: "
                "look for them among those to review.", self.changed)),
            (self.unknown, ngettext(
                "%(count)d does not belong to this page and was left out.",
                "%(count)d do not belong to this page and were left out.", self.unknown)),
            (self.faulty, ngettext(
                "%(count)d has an error and cannot be published: correct it here.",
                "%(count)d have an error and cannot be published: correct them here.",
                self.faulty)),
        ]  # fmt: skip
        said = [text % {"count": count} for count, text in parts if count]
        return " ".join(said) or gettext("The file holds no translations.")


@transaction.atomic
def take(translation: Translation, entries: Iterable[polib.POEntry], user: Any) -> Outcome:
    """Store the translations of a file: all, or none if the database fails.

    Fuzzy ones are left out, and what was written for a sentence that changed since is carried
    over. Raises PermissionDenied with the reason if the user may not edit the page now.
    """
    upload = Upload(editable(translation, user), user)
    written = {(e.msgctxt, e.msgid): e for e in entries if not e.obsolete and e.msgstr.strip()}
    for key, entry in written.items():
        upload.sort(key, entry)
    upload.store()
    upload.carry_over()
    return upload.outcome


class Upload:
    """The translations of one file on their way into the database."""

    def __init__(self, translation: Translation, user: Any) -> None:
        self.translation, self.user = translation, user
        source = translation.source
        self.model = source.specific_content_type.model_class()
        segments = StringSegment.objects.filter(source=source)
        self.sentences = by_key(segments.select_related("context", "string"))
        retired = RetiredSegment.objects.filter(
            context__object_id=source.object_id, string__locale_id=source.locale_id
        )
        self.gone = by_key(retired.select_related("context", "string"))
        rows = StringTranslation.objects.filter(
            context__object_id=source.object_id, locale_id=translation.target_locale_id
        ).select_related("context", "translation_of", "previous_source")
        self.rows = {(row.context.path, row.translation_of.data): row for row in rows}
        self.stored: dict[tuple[str, str], StringTranslation] = {}
        self.late: list[tuple[StringTranslation, set[str]]] = []
        self.outcome = Outcome()

    def sort(self, key: tuple[str, str], entry: polib.POEntry) -> None:
        """Decide what becomes of one translation."""
        if key not in self.sentences and key not in self.gone:
            self.outcome.unknown += 1
        elif "fuzzy" in entry.flags:
            self.outcome.fuzzy += 1
        elif key in self.sentences:
            self.now(key, entry.msgstr)
        else:
            self.outcome.changed += 1
            self.too_late(key, entry.msgstr)

    def now(self, key: tuple[str, str], words: str) -> None:
        """Words for a sentence of the original as it is."""
        row = self.rows.get(key)
        if row and row.data == words and not row.has_error and not previous_text(row):
            self.outcome.same += 1
        elif self.written(key, self.sentences[key], words).has_error:
            self.outcome.faulty += 1
        else:
            self.outcome.taken += 1

    def too_late(self, key: tuple[str, str], words: str) -> None:
        """Words for a sentence that left the original; what is known was carried over already."""
        row = self.rows.get(key)
        if row and row.data == words:
            return
        known = {key[1], previous_text(row) if row else key[1]}
        row = self.written(key, self.gone[key], words)
        StringTranslation._meta.get_field("previous_source").set_cached_value(row, None)
        self.late.append((row, known))

    def written(self, key: tuple[str, str], sentence: Sentence, words: str) -> StringTranslation:
        """The translation with the new words, ready to be stored."""
        row = self.rows.get(key) or StringTranslation(
            translation_of=sentence.string,
            context=sentence.context,
            locale_id=self.translation.target_locale_id,
        )
        for name, value in written_by_hand(words, self.user, TOOL).items():
            setattr(row, name, value)
        row.updated_at = timezone.now()
        row.field_error = fault(row, self.model)
        row.has_error = bool(row.field_error) or broken(key[1], row.data)
        self.stored[key] = row
        return row

    def store(self) -> None:
        """Write everything at once, and do what follows from saving each (localization.signals)."""
        known = [row for row in self.stored.values() if row.pk]
        columns = [*written_by_hand("", self.user), "updated_at"]
        StringTranslation.objects.bulk_update(known, columns, batch_size=100)
        StringTranslation.objects.bulk_create(row for row in self.stored.values() if not row.pk)
        PreviousSource.objects.filter(translation__in=known).delete()
        for (path, _sentence), row in self.stored.items():
            if path == "title":
                after_save(StringTranslation, row)

    def carry_over(self) -> None:
        """Give the words that come too late to the sentences that theirs became, for review."""
        heirs = {
            (row.context_id, previous_text(row)): row
            for key, row in self.rows.items()
            if key in self.sentences and key not in self.stored and previous_text(row)
        }
        rest = defaultdict(list)
        for row, known in self.late:
            found = [heirs[row.context_id, t] for t in known if (row.context_id, t) in heirs]
            if found and not row.has_error:
                renew(found[0], row)
            elif not row.has_error:
                rest[row.context_id].append(row)
        if rest:
            carry_over(self.translation, rest)


def by_key(sentences: Iterable[Sentence]) -> dict[tuple[str, str], Sentence]:
    """Sentences by what a PO file knows them by: path and text."""
    return {(s.context.path, s.string.data): s for s in sentences}


def previous_text(row: StringTranslation) -> str:
    """The sentence that a translation was carried over from; empty if it was not."""
    previous = getattr(row, "previous_source", None)
    return previous.text if previous else ""
