"""The product rules: the draft, what it changes, publishing and history."""
