"""Derive the table of central-office benchmarks that `redesign new` ships, from Chicago's published positions.

Run `python tools/derive_benchmarks.py > src/redesign/districts/benchmarks/units.csv`; a test holds the file to it.
"""

from __future__ import annotations

import csv
import sys

from derive_teams import RULES, read_district, read_f33

FIELDS = ("unit", "fte", "salary_usd", "vacancy_rate", "driver", "driver_units", "function", "function_salaries_usd")
DRIVERS = {"network_schools": "schools"}


def rows() -> list[dict[str, str]]:
    """One row for each unit: Chicago's own posts and pay, what drives them, and the payroll of their F-33 function."""
    chicago, district = read_f33("chicago"), read_district("corpus_christi")
    found = []
    for unit, rule in RULES.items():
        team = district.team(rule)
        units = district.figures[_FIGURE[rule.driver]] / team.ratio
        found.append(
            {
                "unit": unit,
                "fte": f"{team.chicago_fte:.1f}",
                "salary_usd": f"{team.pay_usd / district.pay_ratio:.0f}",
                "vacancy_rate": f"{team.vacancy_rate:.2f}",
                "driver": DRIVERS.get(rule.driver, rule.driver),
                "driver_units": f"{units:.0f}",
                "function": rule.function,
                "function_salaries_usd": f"{chicago[_SALARIES[rule.function]]:.0f}",
            }
        )
    return found


_FIGURE = {
    "schools": "campuses",
    "network_schools": "campuses",
    "pupils": "enrollment",
    "special_education": "special_education",
    "staff": "fte_total",
}
_SALARIES = {"V90": "V37", "E07": "V13", "E17": "V11", "E11": "V29"}

if __name__ == "__main__":
    writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows())
