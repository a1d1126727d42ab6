"""The log of facts: append, read, verify, replay. Knows no person and no content."""
