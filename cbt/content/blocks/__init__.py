"""The kinds of block. To add one: write its module and its template here, list it, write its test."""
