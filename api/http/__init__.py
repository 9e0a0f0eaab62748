"""How answers travel: problems, caching and compression, limits, and the middleware before all."""
