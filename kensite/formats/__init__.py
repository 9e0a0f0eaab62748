"""How dates are written in each language, where Django's own habit is not ours."""
