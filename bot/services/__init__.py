"""Use cases: one module a feature, one transaction a promise. Authority is checked here."""
