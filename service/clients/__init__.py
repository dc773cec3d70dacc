"""The far side of the ports: Shopify, Redis, files, the queue."""
