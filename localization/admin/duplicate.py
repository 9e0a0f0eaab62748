"""New issue from this one."""
