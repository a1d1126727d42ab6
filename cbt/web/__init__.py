"""The pages: the only package that knows Flask, WTForms and HTML."""

from cbt.web.app import create_app

__all__ = ["create_app"]
