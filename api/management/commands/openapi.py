"""`manage.py openapi`: the schema of the API, for generating clients and for the stored copy."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from api.v1.openapi import document


class Command(BaseCommand):
    """Prints it, sorted, so that two versions can be compared line by line."""

    help = "Print the OpenAPI 3.1 schema of /api/v1/."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True))
