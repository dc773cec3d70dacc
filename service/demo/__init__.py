"""The demo: a shop of our own and a fake Shopify that holds it, started as its own process."""
