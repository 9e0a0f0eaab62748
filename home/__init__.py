"""The front door: the home page and what every page's foot says."""
