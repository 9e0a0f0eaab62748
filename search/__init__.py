"""Finding things: the analysing search backend, the search page, and search for apps."""
