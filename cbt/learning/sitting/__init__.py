"""Sittings: one attempt at a lesson or a test, from its first answer to its end."""
