"""wagtail-localize's own admin addresses, guarded."""
