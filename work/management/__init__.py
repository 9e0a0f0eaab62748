"""`manage.py reconcile` and `openapi`."""
