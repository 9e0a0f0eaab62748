"""Jogakbo, the patchwork cloth: the site's own art."""
