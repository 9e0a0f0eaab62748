"""When documents are rendered: marks, the sequencer that works them off, and reconciliation."""
