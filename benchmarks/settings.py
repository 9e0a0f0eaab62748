"""The settings of a benchmark: the site's own, with further addresses and without a limit."""

from kensite.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
API_LIMIT = 0
