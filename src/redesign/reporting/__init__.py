"""Charts, tables and words from a stored study: reads, never runs anything."""
