"""What is said above a form that was refused: what is wrong, where, and a link to it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.admin import messages
from wagtail.blocks.base import BlockField

from publishing.ids import canonical
from publishing.preflight import Fault, block_faults

NAMED = 8  # places that a message names; the form marks all of them


def connect() -> None:
    """Let every form of the admin name the places; Wagtail's says only that there are some."""
    messages.validation_error = validation_error


def validation_error(
    request: HttpRequest, message: str, form: BaseForm, buttons: Any = None
) -> None:
    """Wagtail's message, and below it each fault with its place."""
    detail = fault_list(list(form_faults(form))[:NAMED])
    messages.error(request, messages.render(message, buttons, detail=detail))


def form_faults(form: BaseForm) -> Iterator[Fault]:
    """The errors of a form; those within blocks each at the field it belongs to."""
    for name, errors in form.errors.as_data().items():
        field = form.fields.get(name)
        label = "" if name == NON_FIELD_ERRORS or not field else capfirst(str(field.label))
        if isinstance(field, BlockField):
            value = form[name].data
            for error in errors:
                yield from block_faults(field.block, value, error, name, label)
        else:
            yield from (Fault(name, label, " ".join(error.messages)) for error in errors)


def fault_list(faults: Iterable[Fault]) -> SafeString:
    """The faults as HTML, their places linked."""
    rows = ((link(fault), fault.message) for fault in faults)
    return format_html('<ul class="errorlist">{}</ul>', format_html_join("", "<li>{}{}</li>", rows))


def link(fault: Fault) -> SafeString | str:
    """The place in words, linked to the field or to the innermost block around it."""
    if not fault.place:
        return ""
    blocks = [part for part in fault.path.split(".") if canonical(part)]
    field = fault.path.partition(".")[0]
    target = f"block-{blocks[-1]}-section" if blocks else f"id_{field}-label"
    return format_html('<a href="#{}">{}</a>: ', target, fault.place)
