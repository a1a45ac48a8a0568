"""Records to measures, intervals and capacity curves: pure functions."""
