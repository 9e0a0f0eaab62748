"""What goes into the index: the analysed words of whatever Wagtail has indexed."""

import copy
from collections.abc import Iterable
from typing import Any

from modelsearch.index import AutocompleteField, BaseField, RelatedFields

from search.analysis import autocomplete_text, index_text


def flat(value: Any) -> str:
    """A field's value as one text."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value)
    return " ".join(map(flat, value))


def analysed_field(field: BaseField) -> BaseField:
    """A copy of a search field whose values come out analysed."""
    new: Any = copy.copy(field)
    if isinstance(field, RelatedFields):
        new.fields = [analysed_field(each) for each in field.fields]
        new.get_value = lambda instance: field.get_value(unwrapped(instance))
    else:
        analyse = autocomplete_text if isinstance(field, AutocompleteField) else index_text
        new.get_value = lambda instance: analyse(flat(field.get_value(unwrapped(instance))))
    return new


class Analysed:
    """All that the index asks of an object: its key and its search fields."""

    def __init__(self, instance: Any) -> None:
        self.instance, self.pk = instance, instance.pk

    def get_search_fields(self) -> list[BaseField]:
        """Those of the object."""
        return [analysed_field(field) for field in self.instance.get_search_fields()]


def unwrapped(instance: Any) -> Any:
    """The object itself."""
    return instance.instance if isinstance(instance, Analysed) else instance


class AnalysedIndex:
    """A mixin for a database's index."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Index these, analysed."""
        super().add_items(model, [Analysed(each) for each in objs])  # type: ignore[misc]
