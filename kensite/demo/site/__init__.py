"""The words around the issues: home page, archive, contact and organisations."""
