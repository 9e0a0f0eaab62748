"""Everything that machines read."""
