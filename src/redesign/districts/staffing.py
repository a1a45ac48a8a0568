"""Units of a central office from a district's own counts, payrolls and pay; a table of benchmarks splits them.

Governments publish what a district pays for business and central services as one payroll, not by unit. So

    full-time equivalents = Chicago's posts of the unit x ratio
    ratio                 = our staff of the unit's class / Chicago's, where it is counted; else
                            our payroll of the unit's F-33 function / Chicago's / pay ratio, where it is published;
                            both within half and twice our driver / Chicago's; else that of the drivers
    pay ratio             = our mean pay / Chicago's, each in its own year

that is: the district's own count or payroll, divided among units as Chicago divides its. That it is divided so here is
assumed, whatever arithmetic follows; only a unit that the files count is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from redesign.districts.benchmarks import CHICAGO, Benchmark, numbers, units
from redesign.districts.facts import Number, Origin, PublishedDistrict

FUNCTIONS = {
    "V90": ("V37", "V38", "business, central and other support"),
    "E07": ("V13", "V14", "instructional staff support"),
    "E17": ("V11", "V12", "pupil support"),
    "V40": ("V21", "V22", "operation and maintenance of plant"),
    "E11": ("V29", "V30", "food service"),
    "E09": ("V17", "V18", "school administration"),
}
"""F-33 function: items of its salaries and benefits, and its name."""
COUNTED = (
    (
        ("central_administrators", "central_support"),
        "central_staff_fte",
        ("hr", "payroll", "finance", "purchasing", "it_support", "nutrition_office", "principal_supervisors"),
    ),
    (("instructional_coordinators",), "coordinators_fte", ("curriculum", "math_coaches", "literacy_coaches")),
)
"""Classes of staff that a file may count, Chicago's count of them, and the units that belong to them."""
MOST_RATIO = 2.0
"""A payroll ratio beyond twice, or below half, the ratio of drivers says more of accounts than of posts."""
KITCHEN_POST_FTE = 0.75
"""A kitchen post is a six-hour day."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit of the central office is, in full-time equivalents and money, before it is made a team."""

    name: str
    fte: Number
    salary_usd: Number
    """Of one full-time equivalent, before benefits."""
    benefit_rate: Number
    vacancy_rate: Number
    function: str


class Staffing:
    """Everything that follows from a district's published numbers, worked out once."""

    def __init__(self, district: PublishedDistrict) -> None:
        self.district = district
        self.table = numbers()
        self.teachers = sum(school.teachers.value for school in district.schools)
        self.pupils = sum(school.enrollment.value for school in district.schools)
        self.special_education = special_education(district)
        self.staff = self._staff()
        self.pay = self._pay()

    def units(self) -> dict[str, Unit]:
        """Every unit that answers requests or makes visits."""
        found = {name: self._unit(row) for name, row in units().items()}
        psychologists = self.district.staff.get("psychologists")
        if psychologists is not None and psychologists.value > 0:
            found["evaluators"] = replace(found["evaluators"], fte=psychologists)
        return found | {"maintenance": self._maintenance()}

    def benefit_rate(self, function: str) -> Number:
        """Benefits over salaries: the district's own of the function, else of its other ones, else of all districts."""
        own = self._benefits([function])
        if own is not None:
            return own
        others = self._benefits([each for each in FUNCTIONS if each != function])
        if others is None:
            return self.table[f"{function}_benefits"]
        text = (
            f"{FUNCTIONS[function][2]} is not published by salaries and benefits; other functions: {others.origin.text}"
        )
        return Number(others.value, Origin("computed", text))

    def _benefits(self, functions: list[str]) -> Number | None:
        """Benefits over salaries of the functions that have both, within reason."""
        pairs = [(self._item(FUNCTIONS[each][0]), self._item(FUNCTIONS[each][1])) for each in functions]
        known = [(pay, more) for pay, more in pairs if pay and more and more.value < 2 * pay.value]
        if not known:
            return None
        pay, more = (sum(number.value for number in column) for column in zip(*known, strict=True))
        text = f"({' + '.join(_usd(b) for _, b in known)}) / ({' + '.join(_usd(a) for a, _ in known)})"
        return Number(round(more / pay, 3), Origin("computed", text))

    def payroll(self, function: str) -> Number | None:
        """Salaries of a function: published, or its spending times the usual share of salaries; None for neither."""
        own = self._item(FUNCTIONS[function][0])
        if own is not None:
            return own
        spending = self._item(function)
        if spending is None:
            return None
        share = self.table[f"{function}_salaries"]
        text = f"{_usd(spending)} x {share.value:g}, the part that is salaries ({share.origin.text})"
        return Number(spending.value * share.value, Origin("computed", text))

    def _item(self, name: str) -> Number | None:
        found = self.district.spending.get(name)
        return found if found is not None and found.value > 0 else None

    def _staff(self) -> Number:
        published = self.district.staff.get("total")
        if published is not None and published.value > 0:
            return published
        share = self.table["staff_per_teacher"]
        text = f"{self.teachers:,.1f} teachers x {share.value:g} ({share.origin.text}); the files give no total"
        return Number(self.teachers * share.value, Origin("computed", text))

    def _pay(self) -> Number:
        """Mean pay of all staff, in dollars a full-time equivalent."""
        salaries, total = self._item("Z32"), self.district.staff.get("total")
        if salaries is not None and total is not None and total.value > 0:
            text = f"{_usd(salaries)} / {total.value:,.1f} staff ({total.origin.text})"
            return Number(salaries.value / total.value, Origin("computed", text))
        if "all" in self.district.salaries:
            return self.district.salaries["all"]
        teachers = self.district.salaries.get("teachers")
        if teachers is not None and teachers.value > 0:
            share = self.table["staff_pay_over_teacher_pay"]
            text = f"{_usd(teachers)} x {share.value:g} ({share.origin.text})"
            return Number(teachers.value * share.value, Origin("computed", text))
        national = self.table["national_staff_pay_usd"]
        return Number(national.value, Origin("assumed", f"the files give no pay: {national.origin.text}"))

    @property
    def pay_ratio(self) -> Number:
        """The district's mean pay over Chicago's."""
        chicago = self.table["staff_pay_usd"]
        text = (
            f"mean pay ${self.pay.value:,.0f} ({self.pay.origin.text}) / ${chicago.value:,.0f} ({chicago.origin.text})"
        )
        return Number(self.pay.value / chicago.value, Origin(_kind(self.pay), text))

    def _unit(self, row: Benchmark) -> Unit:
        fte = self._fte(row)
        pay = self.pay_ratio
        text = f"Chicago's mean pay ${row.salary_usd:,.0f} (2019) x pay ratio {pay.value:.3f}"
        return Unit(
            name=row.unit,
            fte=fte,
            salary_usd=Number(row.salary_usd * pay.value, Origin("assumed", text)),
            benefit_rate=self.benefit_rate(row.function),
            vacancy_rate=Number(row.vacancy_rate, Origin("assumed", f"{CHICAGO}: vacant share of the same unit")),
            function=row.function,
        )

    def payroll_ratio(self, function: str) -> Number | None:
        """The payroll of a function over Chicago's, at each district's own pay; None where it is not published."""
        payroll = self.payroll(function)
        chicago = next((row.function_salaries_usd for row in units().values() if row.function == function), 0.0)
        if payroll is None or not chicago:
            return None
        text = f"{_usd(payroll)} / Chicago's ${chicago:,.0f} (F-33 FY2019) / pay ratio {self.pay_ratio.value:.3f}"
        return Number(payroll.value / chicago / self.pay_ratio.value, Origin("computed", text))

    def count_ratio(self, unit: str) -> Number | None:
        """The district's own staff of the classes that a unit belongs to over Chicago's; None where not published."""
        for classes, chicago, members in COUNTED:
            own = [self.district.staff[name] for name in classes if name in self.district.staff]
            if unit in members and len(own) == len(classes):
                count, of = sum(number.value for number in own), self.table[chicago]
                parts = " + ".join(f"{number.value:,.1f} {number.origin.text}" for number in own)
                text = f"({parts}) / {of.value:,.0f} ({of.origin.text})"
                return Number(count / of.value, Origin("computed", text)) if count else None
        return None

    def _fte(self, row: Benchmark) -> Number:
        ours = self._driver(row.driver)
        drivers = ours / row.driver_units
        by_driver = f"{row.driver.replace('_', ' ')} {ours:,.0f} / {row.driver_units:,.0f} = {drivers:.4f}"
        counted, paid = self.count_ratio(row.unit), self.payroll_ratio(row.function)
        own, what = (counted, "staff") if counted else (paid, f"{FUNCTIONS[row.function][0]} payrolls")
        if own is None:
            return Number(row.fte * drivers, Origin("assumed", f"Chicago's {row.fte:,.1f} posts x {by_driver}"))
        kept = min(max(own.value, drivers / MOST_RATIO), drivers * MOST_RATIO)
        text = f"Chicago's {row.fte:,.1f} posts x {kept:.4f}: ratio of {what} {own.value:.4f}"
        if kept != own.value:
            text += f", held within half and twice {by_driver}"
        return Number(row.fte * kept, Origin("assumed", text))

    def _driver(self, name: str) -> float:
        return {
            "staff": self.staff.value,
            "schools": float(len(self.district.schools)),
            "pupils": self.pupils,
            "special_education": self.special_education,
        }[name]

    def _maintenance(self) -> Unit:
        """Trades: what the labor of the expected work orders costs, over the loaded cost of a post."""
        national, trades = self.table["national_staff_pay_usd"].value, self.table["trades_pay_usd"]
        level = self.pay.value / national
        salary, benefits = trades.value * level, self.benefit_rate("V40")
        orders, usd, share = (self.table[f"trades_{key}"].value for key in _TRADES)
        schools, loaded = len(self.district.schools), salary * (1 + benefits.value)
        text = (
            f"{orders:g} orders x {schools} schools x ${usd:g} x pay level {level:.3f} x {share:g} labor / loaded cost "
            f"${loaded:,.0f} of a post; Chicago's roster has no tradespeople"
        )
        pay = f"${trades.value:,.0f} ({trades.origin.text}) x pay level {level:.3f}"
        return Unit(
            name="maintenance",
            fte=Number(orders * schools * usd * level * share / loaded, Origin("assumed", text)),
            salary_usd=Number(salary, Origin("assumed", pay)),
            benefit_rate=benefits,
            vacancy_rate=self.table["trades_vacancy_rate"],
            function="V40",
        )


_TRADES = ("orders_per_school", "order_usd", "labor_share")


def special_education(district: PublishedDistrict) -> float:
    """Pupils in special education, where a school has no count the usual share of its pupils."""
    share = numbers()["special_education_share"].value
    counts = ((school.needs.get("special_education"), school.enrollment.value) for school in district.schools)
    return sum(share * pupils if own is None else own.value for own, pupils in counts)


def _usd(number: Number) -> str:
    return f"${number.value:,.0f} ({number.origin.text})"


def _kind(number: Number) -> Literal["computed", "assumed"]:
    return "assumed" if number.origin.kind == "assumed" else "computed"
