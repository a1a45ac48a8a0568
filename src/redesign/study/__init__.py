"""The method: from a scenario to a certified plan, and the folder that keeps it."""
