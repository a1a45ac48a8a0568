"""What the search by prices asks for: numbers that cost time when wrong, never truth. Measured in docs/design.md."""

from __future__ import annotations

FEW_CHOICES = 2_500
"""Packages to choose from, over areas and schools, with which packages in parts are solved in seconds."""

# Rounds
MOST_ROUNDS = 12
"""Rounds of pricing in one relaxation."""
CUT_ROUNDS = 4
"""The same where it is only asked whether posts are better."""
MOST_SEARCHES, FAR, AS_EXACT = 6, 3e-3, 0.2
"""While the bound is so far from what whole posts allow, better ones are looked for, so many times at most, each time
to this part of what lies between."""
MOST_CUTS = 6
"""Bounds proved for the posts of one search to bring the bound nearer."""

# How far from the best combination of its school one may be (`Columns.nearly_best`)
NEARBY = 8.0
"""To begin with what an earlier solve left."""
NEAR = 4.0
"""To find whole posts."""
NEARER = 2.0
"""To choose whole combinations."""
MOST_WEIGHTS = 1_500
"""So many combinations, besides those in use, may be whole: presolve of HiGHS 1.16 was lost in rows of more."""

# When enough is enough
WORTHWHILE = 0.1
"""A bound that comes nearer by less than this share of what is left is left alone."""
CLOSE = 0.7
"""The last step stops at this share of the gap asked, or later where the bound is still so far away."""

# Which combinations are kept
FEW, FEW_EACH = 3_000, 4
"""So many combinations, or so many for each school, are all kept."""
LAST_PROPOSALS = 3
"""Of more, those of the last proposals and those in use are kept."""

# Prices
SHARES = (0.6, 1.0, 1.6)
"""Prices to begin with, as multiples of what an hour of a team buys on average."""
DEAR = 1e3
"""The same for a price beyond all worth."""
MOST_SLOPES = 12
"""Prices of an hour at which a bound is told what else hours need."""
LAST_CUTS = 5
"""Prices that are asked again what visits not made would change; any prices prove a bound."""

# The upper bound
FEW_WHOLE = 300
"""Packages to choose from, over areas and schools, with which the bound knows in seconds that packages are whole."""

# Small offices
WIDE_GAP, DEFINED_GAP, MOST_NODES = 5e-3, 2e-3, 5_000
"""Where prices leave a wider gap in an office of few choices, it is solved as defined, to this gap or so many nodes."""

# Questions
QUICK_GAP = 2e-3
"""With more choices than few a question is answered to this gap: of 1,600 schools a solve to 0.1% may take all the time
that there is (98 s for one budget, 45 to this gap, for a plan that promises 0.03% less)."""
