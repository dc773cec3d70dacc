"""Who is calling: password, API key."""
