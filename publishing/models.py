"""The ground of every page and snippet that editors publish."""

from typing import Any

from django.db import models, transaction

from publishing.sanitize import clean_instance


class Publishable(models.Model):
    """Publishes in one transaction, and stores only clean rich text, as a draft too.

    Put it before Page or DraftStateMixin among the bases. Without it `revision.publish()` that
    fails half-way (a full disk, say) leaves the new title live while its caller sees an error.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Clean, then save the published row."""
        clean_instance(self)
        return super().save(*args, **kwargs)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision: wholly or not at all."""
        with transaction.atomic():
            return super().publish(*args, **kwargs)  # type: ignore[misc]

    def serializable_data(self) -> dict[str, Any]:
        """Clean, then give what goes into a revision: drafts and previews are safe as well."""
        clean_instance(self)
        return super().serializable_data()  # type: ignore[misc]
