"""The webhooks of the fake: what an edit causes, and how it reaches the app."""
