"""Endcap: reads articles, puts the right products beside them, and measures what followed."""
