"""Draws the demo's pictures as Korean patchwork (jogakbo): `python -m kensite.demo.art`."""
