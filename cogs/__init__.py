"""The Discord side: acknowledge, translate, ask, render. No rule is decided here."""
