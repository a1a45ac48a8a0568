"""Plans far from a known one: a row that asks for other posts and levers."""

from __future__ import annotations

from dataclasses import dataclass

from redesign.demand.plan import Plan
from redesign.optimization.linear import Terms, added, ones, scaled
from redesign.optimization.variables import Office


@dataclass(frozen=True, slots=True, eq=False)
class FarFrom:
    """At least so many posts and levers other than in a plan, each post of a team counted.

    up[t] - down[t] = posts[t] - known[t], up[t] <= most u[t], down[t] <= most (1 - u[t]), u[t] 0 or 1, and
    sum_t up[t] + down[t] + sum_e left x[e] + sum_e taken (1 - x[e]) >= distance.
    """

    number: int
    """Of this row, for names."""
    plan: Plan
    at_least: int

    def __call__(self, office: Office) -> None:
        """Add it to a model."""
        name, terms, problem = f"far{self.number}", list[Terms](), office.problem
        for t, known in enumerate(self.plan.posts.tolist()):
            most = max(known, problem.tables[t].most_posts)
            up, down = office.amount(f"{name}_up{t}", most), office.amount(f"{name}_down{t}", most)
            rises = office.binary(f"{name}_u{t}")
            moved = [*office.planned(t), (up, -1.0), (down, 1.0)]
            office.add("always", f"{name}_posts{t}", moved, "==", known)
            office.add("always", f"{name}_more{t}", [(up, 1.0), (rises, -float(most))], "<=", 0)
            office.add("always", f"{name}_fewer{t}", [(down, 1.0), (rises, float(most))], "<=", most)
            terms.append(ones([up, down]))
        taken = [e for e in problem.levers if self.plan.levers[e]]
        terms += [scaled(office.lever(e), -1.0 if e in taken else 1.0) for e in problem.levers]
        office.add("always", name, added(terms), ">=", self.at_least - len(taken))
