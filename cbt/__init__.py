"""A training classroom in a box. The map of the house is in docs/developer.md."""
