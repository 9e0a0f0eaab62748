"""Work that must happen: rows that say what, and who drives them."""
