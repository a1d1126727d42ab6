"""Courses as typed, frozen values: read, checked, translated, rendered and graded. No database, no Flask."""
