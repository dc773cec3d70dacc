"""What Endcap does, one verb a file: load, ask the domain, store."""
