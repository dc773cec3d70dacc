"""Talks to Shopify's Admin GraphQL API."""
