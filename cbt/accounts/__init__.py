"""People, where they belong, the roles they hold at scopes, how they sign in. Knows no log and no content."""
