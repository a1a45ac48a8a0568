"""Constraints on posts, work and money: one constraint, one function, its equation in the docstring.

Symbols: z level, x posts of the plan, kept/in/out/hired/released posts, l load hours, v visit hours,
q states of services, m_b edges of the visit share, g capacity hours, r ramp share, H post hours.
Dollars enter in thousands.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from redesign.optimization.levels import SLACK_HOURS, work_range
from redesign.optimization.linear import joined, ones, scaled
from redesign.optimization.money import THOUSAND, lever_cost, one_time_terms, spending_of_team
from redesign.optimization.rules import RULES
from redesign.optimization.states import pairs_of
from redesign.optimization.variables import Office, pairs, schools_name

MOST_COMBINATIONS = 64
"""Combinations of states told apart for one team."""


def one_level(office: Office) -> None:
    """For every team t: sum_nb z[t,n,b] = 1."""
    for t, level in enumerate(office.level):
        office.add("always", f"level{t}", ones(level.values()), "==", 1)


def posts_of_today(office: Office) -> None:
    """For every team t: kept[t] + sum_u retrained[t,u] + released[t] = posts today[t]."""
    for t, team in enumerate(office.problem.scenario.team_list):
        leaving = ones([office.kept[t], *office.retrained_out_of(t), office.released[t]])
        office.add("always", f"today{t}", leaving, "==", team.posts_today)


def posts_of_plan(office: Office) -> None:
    """For every team t: kept[t] + sum_i retrained[i,t] + hired[t] = sum_nb posts[n] z[t,n,b]."""
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


def load_in_bucket(office: Office) -> None:
    """For every team t and bucket b: l[t,b] <= sum_n g[t,n,b] z[t,n,b]."""
    for t, buckets in enumerate(office.buckets):
        for b, load in enumerate(office.load[t]):
            room = [(z, -float(buckets.hours[n, b])) for (n, at), z in office.level[t].items() if at == b]
            office.add("promises", f"room{t}_{b}", [(load, 1.0), *room], "<=", 0)


def mix_in_bucket(office: Office) -> None:
    """For every team t and bucket b: m[b] l[t,b] <= v[t,b] <= m[b+1] l[t,b]."""
    for t, buckets in enumerate(office.buckets):
        edges = zip(buckets.low_share, buckets.high_share, strict=True)
        for b, (visits, (low, high)) in enumerate(zip(office.visits[t], edges, strict=False)):
            load = office.load[t][b]
            if low > 0:
                office.add("promises", f"most_load{t}_{b}", [(load, low), (visits, -1.0)], "<=", 0)
            office.add("promises", f"least_load{t}_{b}", [(visits, 1.0), (load, -high)], "<=", 0)


def work_in_bucket(office: Office) -> None:
    """For every team t and bucket b: least work[t] sum_n z[t,n,b] <= l[t,b] - v[t,b] <= most work[t] sum_n z[t,n,b].

    Every plan obeys, since its other work and services all lie in the bucket that is chosen. Without it a relaxation
    puts the work into a bucket of few visits and the visits into another.
    """
    for t, visits in enumerate(office.visits):
        least, most = work_range(office.problem, t)
        for b, (load, part) in enumerate(zip(office.load[t], visits, strict=False)):
            chosen = [z for (_, at), z in office.level[t].items() if at == b]
            office.add("promises", f"least_work{t}_{b}", [(load, 1.0), (part, -1.0), *ones(chosen, -least)], ">=", 0)
            office.add("promises", f"most_work{t}_{b}", [(load, 1.0), (part, -1.0), *ones(chosen, -most)], "<=", 0)


def all_work_is_load(office: Office) -> None:
    """For every team t: sum_b l[t,b] = other work[t] + sum_ko service hours[k,o,t] q[k,o] + visit hours[t]."""
    for t, other in enumerate(office.problem.expectation.other_hours.tolist()):
        work = scaled(office.work(t) + office.visit_hours(t), -1.0)
        office.add("promises", f"work{t}", ones(office.load[t]) + work, "==", other)


def all_visits_are_load(office: Office) -> None:
    """For every team t whose capacity depends on the mix: sum_b v[t,b] = visit hours[t]."""
    for t, visits in enumerate(office.visits):
        if visits:
            office.add("promises", f"visits{t}", ones(visits) + scaled(office.visit_hours(t), -1.0), "==", 0)


def posts_for_levers(office: Office) -> None:
    """For every team t and every combination c of states of its services, with weights w[t,c] >= 0:

    sum_c w[t,c] = 1, sum of w[t,c] over the c with state o of service k = q[k,o] and
    sum_c least posts[t,c] w[t,c] <= sum_nb posts[n] z[t,n,b].

    Every plan obeys: least posts[t,c] is the smallest number whose capacity covers the work that combination c leaves.
    Without it a relaxation buys posts and levers in parts. Where a team has too many combinations, the services whose
    states differ least are left at their least work.
    """
    for t in range(len(office.level)):
        services, combinations = _combinations(office, t)
        if not services:
            continue
        weights = [office.amount(f"levers{t}_{c}", 1) for c in range(len(combinations))]
        office.add("promises", f"levers{t}", ones(weights), "==", 1)
        for i, k in enumerate(services):
            for o, q in ((o, q) for (service, o), q in office.state.items() if service == k):
                own = ones(w for w, (states, _) in zip(weights, combinations, strict=True) if states[i] == o)
                office.add("promises", f"levers{t}_{k}_{o}", [*own, (q, -1.0)], "==", 0)
        least = [(w, -float(posts)) for w, (_, posts) in zip(weights, combinations, strict=True)]
        office.add("promises", f"lever_posts{t}", office.planned(t) + least, ">=", 0)


def _combinations(office: Office, t: int) -> tuple[list[int], list[tuple[tuple[int, ...], int]]]:
    """The services that count, and for every combination of their states the least posts that cover the work."""
    hours = [states.hours[:, t] for states in office.problem.states]
    differ = [float(np.ptp(own)) for own in hours]
    services: list[int] = []
    for k in sorted((k for k, hours_differ in enumerate(differ) if hours_differ > 0), key=lambda k: -differ[k]):
        if math.prod(len(hours[each]) for each in [*services, k]) <= MOST_COMBINATIONS:
            services.append(k)
    base = work_range(office.problem, t)[0] - sum(float(hours[k].min()) for k in services)
    room, posts = office.buckets[t].room.max(axis=1), office.problem.curves[t].posts
    combinations = []
    for states in product(*(range(len(hours[k])) for k in services)):
        work = base + float(np.array([hours[k][o] for k, o in zip(services, states, strict=True)]).sum())
        enough = np.flatnonzero(room >= work - SLACK_HOURS)
        combinations.append((states, int(posts[enough[0]] if len(enough) else posts[-1] + 1)))
    return services, combinations


def training_takes_time(office: Office) -> None:
    """For every team t that posts are retrained for, with training hours e[t,b] >= 0 in each bucket b.

    sum_b e[t,b] = H[t] sum_i r[i,t] retrained[i,t] and l[t,b] + e[t,b] <= sum_n g[t,n,b] z[t,n,b], where
    g is not cut off at what the load can use: training takes hours that no load needs, too.
    """
    problem = office.problem
    for t, buckets in enumerate(office.buckets):
        hours = float(problem.expectation.post_hours[t])
        lost = [(office.retrained[key], -hours * ramp) for key, (_, ramp) in pairs(office).items() if key[1] == t]
        if not lost:
            continue
        training = [office.amount(f"training{t}_{b}") for b in range(len(office.load[t]))]
        office.add("promises", f"training{t}", ones(training) + lost, "==", 0)
        for b, (load, trained) in enumerate(zip(office.load[t], training, strict=True)):
            room = [(z, -float(buckets.room[n, b])) for (n, at), z in office.level[t].items() if at == b]
            office.add("promises", f"trained{t}_{b}", [(load, 1.0), (trained, 1.0), *room], "<=", 0)


def yearly_money(office: Office) -> None:
    """sum_t cost[t] x[t] + sum_ko lever cost[k,o] q[k,o] + materials <= yearly budget."""
    spending = joined([spending_of_team(office, t) for t in range(len(office.level))]) + lever_cost(
        office, "yearly_usd"
    )
    office.add("yearly_budget", "yearly", spending, "<=", office.problem.yearly_usd * THOUSAND)


def one_time_money(office: Office) -> None:
    """sum_t (hire[t] hired[t] + release[t] released[t]) + sum_it cost[i,t] retrained[i,t] + levers <= budget."""
    office.add("one_time_budget", "one_time", one_time_terms(office), "<=", office.problem.one_time_usd * THOUSAND)


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


STAFFING = (
    one_level,
    posts_of_today,
    posts_of_plan,
    one_state,
    one_lever_everywhere,
    levers_together,
    load_in_bucket,
    mix_in_bucket,
    work_in_bucket,
    all_work_is_load,
    all_visits_are_load,
    posts_for_levers,
    training_takes_time,
    yearly_money,
    one_time_money,
    span_of_partnership,
    *RULES,
)


def add_staffing(office: Office) -> None:
    """Add every constraint that all stages share; packages must have left their terms in the office before."""
    for constraint in (*STAFFING, *office.problem.rows):
        constraint(office)
