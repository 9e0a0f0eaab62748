"""The app's place in Django."""

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    """Newsletter issues."""

    name = "newsletters"
