"""Constraints on posts, work and money: one constraint, one function, its equation in the docstring.

Symbols: z level, x posts of the plan, kept/in/out/hired/released posts, q states of services, g hours of the table.
Dollars enter in thousands.
"""

from __future__ import annotations

import math

from redesign.optimization.linear import added, joined, ones, scaled
from redesign.optimization.money import IN_THOUSANDS, one_time_terms, spending_of_team, yearly_of_levers
from redesign.optimization.pins import PINS
from redesign.optimization.problem import TooFew
from redesign.optimization.rules import RULES
from redesign.optimization.states import pairs_of
from redesign.optimization.variables import Office, schools_name, supply_name, variant_name

NO_COST = (0.0, 0.0)
"""New people cost nothing less than nothing."""


def one_level(office: Office) -> None:
    """For every team t whose table bends: sum_n z[t,n] = 1."""
    for t, level in enumerate(office.level):
        if office.problem.tables[t].slope is None:
            office.add("always", f"level{t}", ones(level.values()), "==", 1)


def posts_of_today(office: Office) -> None:
    """For every team t: kept[t] + sum_u retrained[t,u] + released[t] = posts today[t]."""
    for t, team in enumerate(office.problem.scenario.team_list):
        leaving = ones([office.kept[t], *office.retrained_out_of(t), office.released[t]])
        office.add("always", f"today{t}", leaving, "==", team.posts_today)


def posts_of_plan(office: Office) -> None:
    """For every team t: kept[t] + sum_i retrained[i,t] + hired[t] = posts[t]."""
    for t in range(len(office.level)):
        coming = ones([office.kept[t], *office.retrained_into(t), office.hired[t]])
        office.add("always", f"plan{t}", coming + scaled(office.planned(t), -1.0), "==", 0)


def one_state(office: Office) -> None:
    """For every service k: sum_o q[k,o] = 1."""
    for k in range(len(office.problem.states)):
        states = [q for (service, _), q in office.state.items() if service == k]
        office.add("always", f"state{k}", ones(states), "==", 1)


def one_lever_everywhere(office: Office) -> None:
    """For every lever e that touches services j < k < ...: sum_{o with e} q[j,o] = sum_{o with e} q[k,o]."""
    for e in office.problem.levers:
        having = [(k, states.having(e)) for k, states in enumerate(office.problem.states) if states.having(e)]
        for k, own in having[1:]:
            there = ones((office.state[k, o] for o in own), -1.0)
            office.add("always", f"lever{e}_{k}", office.lever(e) + there, "==", 0)


def levers_together(office: Office) -> None:
    """For every lever e that needs d: x[e] <= x[d]; that excludes d: x[e] + x[d] <= 1; x[e] = sum_{o with e} q[k,o].

    Where both touch one service, its states know it already.
    """
    problem = office.problem
    for kind, sign, most in (("needs", -1.0, 0), ("excludes", 1.0, 1)):
        for e, d in pairs_of(problem.scenario, kind):
            if e not in problem.levers or any(states.having(e) and states.having(d) for states in problem.states):
                continue
            other = office.lever(d) if d in problem.levers else []
            office.add("always", f"{kind}{e}_{d}", office.lever(e) + scaled(other, sign), "<=", most)


def work_within_capacity(office: Office) -> None:
    """For every team t and piece (a, b) of what new people cost it, with (0, 0) where all others may be below it:

    other work[t] + sum_ko service hours[k,o,t] q[k,o] + visit hours[t] + brokering[t] + a sum_i lost[i,t] new[i,t]
        - b posts[t] <= sum_n g[t,n] z[t,n].
    """
    for t, other in enumerate(office.problem.expectation.other_hours.tolist()):
        room, constant = office.room(t)
        asked, lost = office.work(t) + office.visit_hours(t) + office.brokering(t), office.lost_hours(t)
        pieces = office.problem.tables[t].pieces if lost else ()
        if all(b > 0 for _, b in pieces):
            pieces = (*pieces, NO_COST)
        for i, (a, b) in enumerate(pieces):
            fewer = scaled(office.planned(t), -b) if b else []
            terms = added([asked, scaled(lost, a), fewer, scaled(room, -1.0)])
            office.add(office.problem.promises[t], f"capacity{t}_{i}", terms, "<=", constant - other)


def least_posts(office: Office) -> None:
    """For every fact about posts n that are too few, where at least m are new, under levers E, with escapes X:

    sum_t above[t,n] + sum_t below[t,m] + sum_{e in X, not in E} x[e] + sum_{e in X and E} (1 - x[e]) >= 1,
    above[t,n] = 1 only if the team has more than n posts: posts[t] >= (n + 1) above[t,n] + least (1 - above[t,n]),
    below[t,m] = 1 only if fewer than m of them are new: new[t] <= (m - 1) below[t,m] + most (1 - below[t,m]).
    Where nothing but one team's posts can help: posts[t] >= n + 1. Where new people count for less, posts[t] stands for
    posts[t] - sum_i lost part[i,t] new[i,t], and n + 1/2 for n + 1.
    """
    for i, fact in enumerate(office.problem.facts):
        add_fact(office, f"least{i}", fact)


def add_fact(office: Office, name: str, fact: TooFew) -> None:
    """Rule out what is too few."""
    if not fact.escapes and not fact.new and not fact.brokered and len(fact.posts) == 1:
        ((t, posts),) = fact.posts.items()
        lose = fact.new_lose.get(t, ())
        office.add(fact.group, name, office.worth(t, lose), ">=", posts + (0.5 if lose else 1))
        return
    terms = ones(office.more_posts_than(t, n, fact.new_lose.get(t, ())) for t, n in fact.posts.items())
    terms += ones(office.fewer_new_than(t, m) for t, m in fact.new.items())
    terms += ones(office.less_brokering_than(t, hours) for t, hours in fact.brokered.items())
    dropped = [e for e in fact.escapes if e in fact.levers]
    terms += joined(scaled(office.lever(e), -1.0 if e in fact.levers else 1.0) for e in sorted(fact.escapes))
    office.add(fact.group, name, added([terms]), ">=", 1 - len(dropped))


def yearly_money(office: Office) -> None:
    """sum_t cost[t] x[t] + sum_ko (lever cost[k,o] - returned[k,o]) q[k,o] + materials <= yearly budget.

    Returned: dollars of principals' time that the state of a service saves, times `reinvest_share`.
    """
    spending = joined([spending_of_team(office, t) for t in range(len(office.level))]) + yearly_of_levers(office)
    office.add("yearly_budget", "yearly", spending, "<=", office.problem.yearly_usd * IN_THOUSANDS)


def one_time_money(office: Office) -> None:
    """sum_t (hire[t] hired[t] + release[t] released[t]) + sum_it cost[i,t] retrained[i,t] + levers <= budget."""
    if math.isfinite(office.problem.one_time_usd):
        office.add(
            "one_time_budget", "one_time", one_time_terms(office), "<=", office.problem.one_time_usd * IN_THOUSANDS
        )


def span_of_partnership(office: Office) -> None:
    """For every area a with a span: schools that its team makes visits to <= span[a] x posts of the team.

    Only in districts with so many schools that an executive cannot hold the role part-time.
    """
    problem = office.problem
    if len(problem.scenario.schools) < problem.scenario.limits.span_applies_from_schools:
        return
    for a, area in enumerate(problem.scenario.area_list):
        schools = office.asked.get(schools_name(a))
        if area.span_schools_per_post is not None and schools:
            posts = scaled(office.planned(problem.scenario.team_ids.index(area.team)), -area.span_schools_per_post)
            office.add("span", f"span{a}", schools + posts, "<=", 0)


def packages_of_a_state(office: Office) -> None:
    """For every state o of an area that levers touch: schools with a package of it <= schools x q[area,o]."""
    schools = len(office.problem.scenario.schools)
    for a, k in office.problem.area_states.items():
        for o in range(len(office.problem.states[k].levers)):
            raised = office.asked.get(variant_name(a, o), [])
            if raised:
                office.add("always", f"variant{a}_{o}", [*raised, (office.state[k, o], -float(schools))], "<=", 0)


def supply_of_providers(office: Office) -> None:
    """For every provider: visits of all packages that it supplies <= its visits a year."""
    for t, team in enumerate(office.problem.scenario.team_list):
        visits = office.asked.get(supply_name(t))
        if team.outside and visits:
            office.add(f"supply:{t}", f"supply{t}", visits, "<=", team.outside.visits_per_year)


STAFFING = (
    one_level,
    posts_of_today,
    posts_of_plan,
    one_state,
    one_lever_everywhere,
    levers_together,
    work_within_capacity,
    least_posts,
    yearly_money,
    one_time_money,
    span_of_partnership,
    packages_of_a_state,
    supply_of_providers,
    *RULES,
    *PINS,
)


def add_staffing(office: Office) -> None:
    """Add every constraint that all stages share; packages must have left their terms in the office before."""
    for constraint in (*STAFFING, *office.problem.rows):
        constraint(office)
