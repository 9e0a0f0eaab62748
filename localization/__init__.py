"""What wagtail-localize lacks. Knows no page type of ours."""
