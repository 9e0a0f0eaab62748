"""What may be seen, and how it is published: the ground that every other app stands on."""
