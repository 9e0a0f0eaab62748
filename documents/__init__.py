"""Files to download: what they say about their authors, and pictures among them."""
