"""`manage.py discard_mail`."""
