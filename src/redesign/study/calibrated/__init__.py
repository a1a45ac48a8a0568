"""A fitted log as a variant scenario, simulated and compared with what the log says."""
