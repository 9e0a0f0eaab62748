"""What a document says: everything is rendered here, in bulk, for anonymous readers."""
