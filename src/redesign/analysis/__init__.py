"""Records to measures, intervals and team tables: pure functions."""
