"""Who may publish a translation, and when."""
