"""Files of works: fetched once, kept for good."""
