"""Pictures: whose they are, what they show, how they may be used."""
