"""Scenario and replication to workload: the only place where a random number is drawn."""
