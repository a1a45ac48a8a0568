"""Whether a cluster keeps its promises, by what became of them on some years: margins and how certain they are.

Each promise is held to the file's share or, where today's office misses that on the same years and nothing says that it
must improve, to what today's office reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import NO_WORSE

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CALLED_MISSED = -0.5
"""Standard errors below its target at which a promise is called missed: unless it lies half of one above. Of many plans
that are tried those come out best that were lucky, so that one on its target would more often miss it than not."""
TOLERANCE_SHARE, TOLERANCE_HOURS = NO_WORSE, 0.02
"""A plan is no worse than today if it falls short by no more: of a share, and of the allowance of unfinished hours."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file asks of a promise."""

    share: float
    firm: bool
    """Whether it holds even where today misses it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over Y years of K + A shares and T (negative) hours, and what each year adds to them."""

    mean: Floats
    """[K + A + T] NaN where nothing was due."""
    residual: Floats
    """[Y, K + A + T]"""


@dataclass(slots=True)
class Counts:
    """What became of promises; Y years so far, C = K services and A areas, T teams."""

    due: list[Floats] = field(default_factory=list)
    """[Y][C] requests due within the year, visits promised."""
    kept: list[Floats] = field(default_factory=list)
    """[Y][C] of these on time, made."""
    unfinished: list[Floats] = field(default_factory=list)
    """[Y][T] work hours accepted and not finished."""
    support: list[Floats] = field(default_factory=list)
    """[Y][A]"""

    def first(self, years: int) -> Counts:
        """Of the first years only."""
        return Counts(self.due[:years], self.kept[:years], self.unfinished[:years], self.support[:years])

    def measured(self) -> Measured:
        """Shares kept, and unfinished hours as a loss; the ratio estimator of Law, section 4.2."""
        due, kept, hours = np.array(self.due), np.array(self.kept), -np.array(self.unfinished)
        total, loss = due.sum(axis=0), hours.mean(axis=0)
        share = np.divide(kept.sum(axis=0), total, out=np.full(len(total), np.nan), where=total > 0)
        residual = (kept - np.nan_to_num(share) * due) / (np.where(total > 0, total, 1.0) / len(due))
        return Measured(np.concatenate([share, loss]), np.concatenate([residual, hours - loss], axis=1))


@dataclass(frozen=True, slots=True)
class Judged:
    """How far a plan's promises lie above their targets; columns: K services, A areas, T teams' unfinished hours."""

    margin: Floats
    """[K + A + T] shares, and hours as parts of the allowance; infinite where nothing is due."""
    error: Floats
    """[K + A + T] standard errors."""
    support: Floats
    """[A] mean support a year."""
    share: Floats
    """[K + A] kept; NaN where nothing was due."""
    years: int

    def room(self, errors: float | Floats) -> float:
        """The least margin less so many standard errors; below 0: some promise may be missed.

        Of one number for all or [K + A + T]; NaN where a promise does not count.
        """
        left = self.margin - errors * self.error
        return float(np.where(np.isnan(errors), np.inf, left).min(initial=np.inf))

    def raised(self, by: float) -> Judged:
        """The same with so much more of every margin."""
        return replace(self, margin=self.margin + by) if by else self

    @property
    def keeps(self) -> bool:
        """Whether no promise is missed, as far as one can tell."""
        return not self.misses

    @property
    def misses(self) -> bool:
        """Whether some promise is missed."""
        return self.errors > CALLED_MISSED

    @property
    def errors(self) -> float:
        """Standard errors by which the worst promise lies below its target; negative where all lie above."""
        return float(self._below.max(initial=-np.inf))

    @property
    def worst(self) -> int:
        """Column of the promise that lies below its target by most standard errors, the largest shortfall first."""
        below = self._below
        return int(np.lexsort((self.margin, -below))[0]) if len(below) else -1

    @property
    def missed(self) -> list[int]:
        """Columns of the promises that are missed; of none the nearest one."""
        return np.flatnonzero(self._below > min(CALLED_MISSED, self.errors - 1e-9)).tolist()

    @property
    def reached(self) -> float:
        """Share that the worst promise keeps; NaN for a team's unfinished hours."""
        return float(self.share[self.worst]) if 0 <= self.worst < len(self.share) else float("nan")

    @property
    def _below(self) -> Floats:
        return -_in_errors(self.margin, self.error)

    def certain(self, errors: float) -> bool:
        """Whether more years would change nothing: all promises lie so many standard errors from their targets.

        Of few years by more of them, about as Student's t has it.
        """
        enough = errors * (1 + 3 / (self.years - 1))
        clear = np.abs(self.margin) >= enough * self.error
        return self.errors >= enough or bool(clear.all())


@dataclass(frozen=True, slots=True, eq=False)
class HeldTo:
    """What a cluster's promises are held to."""

    file: Floats
    """[K + A] shares that the file asks."""
    firm: Bools
    """[K + A + T] whether what today's office reaches does not count."""
    allowance: Floats
    """[T] hours that may be unfinished at the end of a year."""

    @classmethod
    def by(cls, services: Sequence[Asked | None], areas: Sequence[Asked], allowance: Sequence[float]) -> HeldTo:
        """None stands for a service that promises nothing."""
        promised = [each or Asked(0.0, firm=True) for each in (*services, *areas)]
        firm = [each.firm for each in promised] + [False] * len(allowance)
        return cls(np.array([each.share for each in promised]), np.array(firm, np.bool_), np.array(allowance))

    def judged(self, counts: Counts, todays: Counts) -> Judged:
        """The verdict on a plan, by what became of promises on the same years under it and in today's office."""
        mine, reached, shares, teams = counts.measured(), todays.measured(), len(self.file), len(self.allowance)
        scale = np.concatenate([np.ones(shares), np.maximum(1.0, self.allowance)])
        target = np.concatenate([self.file, -self.allowance])
        file = _with_errors((mine.mean - target) / scale, mine.residual / scale)
        than_today = (mine.mean - reached.mean) / scale + np.repeat((TOLERANCE_SHARE, TOLERANCE_HOURS), (shares, teams))
        today = _with_errors(than_today, (mine.residual - reached.residual) / scale)
        # one of the two is enough: what is missed is no clearer missed than of the less clear one
        by_today, by_file = _in_errors(*today), _in_errors(*file)
        easier = (by_today > by_file) | ((by_today == by_file) & (today[0] > file[0]))
        better = ~self.firm & ~np.isnan(reached.mean) & easier
        margin, error = (np.where(better, t, f) for t, f in zip(today, file, strict=True))
        return Judged(margin, error, np.mean(counts.support, axis=0), mine.mean[:shares], len(counts.due))


def _in_errors(margin: Floats, error: Floats) -> Floats:
    """Margins in standard errors; infinite where they have none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(error > 0, margin / error, np.where(margin < 0, -np.inf, np.inf))
    return found


def _with_errors(margin: Floats, residual: Floats) -> tuple[Floats, Floats]:
    """Margins and their standard errors, [K + A + T]; infinite and certain where nothing was due."""
    asked = ~np.isnan(margin)
    error = residual.std(axis=0, ddof=1) / np.sqrt(len(residual))
    return np.where(asked, margin, np.inf), np.where(asked, error, 0.0)
