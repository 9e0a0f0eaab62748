"""The pages around the newsletter: front door, lists, directory, standing pages."""

from home.models.directory import OrganisationsPage
from home.models.front import HomePage, StandingPage
from home.models.lists import EntriesPage, EventsPage

__all__ = ["EntriesPage", "EventsPage", "HomePage", "OrganisationsPage", "StandingPage"]
