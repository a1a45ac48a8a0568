"""The charts: one module each, with the `QUESTION` that it answers, `finding` (the answer in a sentence), `table`
(every value), `FORM` (what is drawn) and `chart` (a study and optional axes in, axes out).
"""

CHARTS = (
    "more_support",
    "posts",
    "moves",
    "money",
    "visits",
    "need",
    "promises",
    "hours",
    "levers",
    "principals",
    "areas",
    "strategies",
    "best_possible",
    "team_year",
    "team_capacity",
)
"""In the order of a report: the module of each, and the name of its files."""
