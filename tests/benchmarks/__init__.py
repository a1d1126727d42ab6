"""The measurements: the product, started as a user would start it, beside a bare page."""
