"""Workload and plan to records: deterministic, in SimPy and in its compiled twin."""
