"""What a country is called in a language."""

import babel

from cbt.language.locales import find

# CLDR still says Киргизия; the country and the United Nations write it like this.
OWN = {("ru", "KG"): "Кыргызстан"}


def country_name(country: str, tag: str) -> str:
    """Return the name of a country (ISO 3166 code of two letters, in any case) in a language.

    Falls back along the language's chain; a code that no language knows is returned as it is. Raises UnknownLanguage.
    """
    code = country.upper()
    locale = find(tag)
    for candidate in (locale, *(find(other) for other in locale.fallback)):
        name = OWN.get((candidate.tag, code)) or babel.Locale.parse(candidate.babel).territories.get(code)
        if name:
            return str(name)
    return country
