"""The words of every message. Whole sentences with placeholders, so that they can be translated."""
