"""The heart: decides, touches nothing."""
