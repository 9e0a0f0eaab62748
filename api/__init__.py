"""Everything that is read by machines."""

SCHEMA_VERSION = "2026-12-01"  # moves with every addition; a sync token of another one has expired
