"""What the shop's texts are read for: the default ingredients, its own, and what it may add."""
