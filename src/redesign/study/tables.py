"""The tables of a study folder: one list of rows for each CSV file."""

from __future__ import annotations

from dataclasses import asdict

from redesign.study.close_up_tables import close_up_tables
from redesign.study.details_tables import Row, beside_support, detail_tables, with_interval
from redesign.study.strategy_result import PromiseResult, StrategyResult, TeamPosts, TeamResult
from redesign.study.study import Study


def tables(study: Study) -> dict[str, list[Row]]:
    """File name (without ending) -> rows; every row of a table has the same keys."""
    named = study.strategies.items()
    return {
        "strategies": [_strategy(name, s) for name, s in named],
        "posts": [_posts(name, posts) for name, s in named for posts in s.plan.posts],
        "packages": _packages(study),
        "levers": [
            {"strategy": name, "service": lever, "choice": choice}
            for name, s in named
            for lever, choice in s.plan.levers.items()
        ],
        "promises": [_promise(name, promise) for name, s in named for promise in s.promises],
        "safe_moves": _safe_moves(study),
        "hours": [_hours(name, team) for name, s in named for team in s.teams],
        **detail_tables(study),
        **close_up_tables(study),
        "assumptions": [asdict(number) for number in study.assumptions],
    }


def _strategy(name: str, s: StrategyResult) -> Row:
    difference = s.difference_from_today
    return {
        "strategy": name,
        **with_interval("modeled_support", s.support),
        "promised_support": s.promised_support,
        "difference_from_today": difference and difference.mean,
        "difference_low": difference and difference.low,
        "difference_high": difference and difference.high,
        "verdict": difference and difference.verdict,
        "yearly_usd": s.cost.yearly_usd,
        "one_time_usd": s.cost.one_time_usd,
        "principal_hours": s.principal_time.hours.mean,
        **beside_support(s),
    }


def _posts(strategy: str, posts: TeamPosts) -> Row:
    sources = "; ".join(f"{n} from {team}" for team, n in posts.retrained_in.items())
    return {"strategy": strategy, **asdict(posts), "retrained_in": sources}


def _packages(study: Study) -> list[Row]:
    schools, measures = {school.id: school for school in study.schools}, {a.id: a.need_measure for a in study.areas}
    return [
        {
            "strategy": name,
            "school_id": school,
            "school": schools[school].name,
            "need_quartile": getattr(schools[school].need_quartiles, measures[area]),
            "area": area,
            "package": package,
        }
        for name, s in study.strategies.items()
        for area, chosen in s.plan.packages.items()
        for school, package in chosen.items()
    ]


def _promise(strategy: str, promise: PromiseResult) -> Row:
    row = {"strategy": strategy, **asdict(promise)}
    del row["share"]  # its three numbers stand last
    return row | with_interval("share", promise.share)


def _safe_moves(study: Study) -> list[Row]:
    """Posts of teams; levers, of which 1 is taken and 0 left; schools that get the same package, of all in an area.

    A single plan has nothing in common with others: `in_all` is empty then.
    """
    moves = study.certificate.safe_moves
    taken = dict.fromkeys(moves.levers_in_all, 1) | dict.fromkeys(moves.levers_in_some, 0)
    rows: list[tuple[object, ...]] = [
        *(("posts", p.team, p.label, p.today, p.least, p.most, p.in_all) for p in moves.posts),
        *(("lever", name, study.lever_in_words(name), 0, least, 1, least == 1) for name, least in taken.items()),
        *(("packages", p.area, p.label, None, p.alike, p.schools, p.alike == p.schools) for p in moves.packages),
    ]
    keys = ("kind", "id", "label", "today", "least", "most", "in_all")
    alone = {"in_all": None} if moves.plans < 2 else {}
    return [dict(zip(keys, row, strict=True)) | {"plans": moves.plans} | alone for row in rows]


def _hours(strategy: str, team: TeamResult) -> Row:
    use = team.utilization
    row: Row = {"strategy": strategy, "team": team.team, "posts": team.posts, "utilization": use and use.mean}
    return row | {f"{kind}_hours": hours for kind, hours in team.hours.items()}
