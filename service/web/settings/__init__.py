"""The switches of a shop."""
