"""The app's place in Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Public content, sanitised rich text and atomic publishing."""

    name = "publishing"
