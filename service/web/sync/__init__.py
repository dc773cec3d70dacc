"""What the syncs did, and what a person can do about them."""
