"""The demo: KEN's newsletter of October 2020 and two invented issues, as code.

One package per issue: its structure once, its words in one module per language.
"""
