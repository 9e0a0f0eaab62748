"""One translation, side by side with its original."""
