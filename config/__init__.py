"""Settings and data files; no behaviour beyond reading them."""
