"""Installed releases: what is live, where its files lie, and what a request needs of it, rendered beforehand."""
