"""What a shop needs today."""
