"""Copying, moving and deleting keep the languages together."""
