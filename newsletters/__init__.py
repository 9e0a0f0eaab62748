"""The publication: issues, what they are made of, and the organisations they speak of."""
