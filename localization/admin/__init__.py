"""The translation part of the admin."""
