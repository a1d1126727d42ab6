"""Values in, bytes out: what leaves the box as a file. Pure."""
