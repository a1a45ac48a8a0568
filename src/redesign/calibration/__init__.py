"""From a log of tickets to numbers of a scenario, each with its interval. Pure: no scenario is written here."""
