"""Posts, levers and packages chosen with a proof: the only floor that knows PuLP."""
