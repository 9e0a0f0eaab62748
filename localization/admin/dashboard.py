"""Pages and languages at a glance."""
