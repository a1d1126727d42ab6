"""Languages: which there are, their catalogues, their dates and numbers, their names of countries."""
