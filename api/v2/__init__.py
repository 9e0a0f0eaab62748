"""`/api/v2/`: Wagtail's own API, showing the same to everybody and only what is public."""
