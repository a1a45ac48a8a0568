"""What every block of a scenario file shares: closed, frozen, strict, sourced, with rules across its keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=1e9)]
Amount = Annotated[float, Field(ge=0, le=1e9)]
Usd = Annotated[float, Field(ge=0, le=1e11)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Week = Annotated[int, Field(ge=1, le=53)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Label = Annotated[str, Field(min_length=1, max_length=300)]
SourceText = Annotated[str, Field(min_length=1, max_length=5000)]
Level = Literal["elementary", "middle", "high", "combined"]
NeedMeasure = Literal["econ_disadvantaged", "emergent_bilingual", "special_education", "none"]


class BrokenRule(NamedTuple):
    """A rule across the keys of one block that does not hold."""

    keys: tuple[str, ...]
    """The keys it reads; the first is where a planner should look."""
    text: str


class Block(BaseModel):
    """A block of a scenario file: closed, frozen, with the source of its numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    source: SourceText | dict[str, SourceText] | None = Field(
        None,
        description="Where the numbers of this block come from: one text for all of them, or one "
        "per key, `rest` for the others. Open with `assumed` where there is no source. A block "
        "without its own takes the one of the block around it.",
    )

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Yield every rule across the keys of this block that does not hold."""
        yield from ()

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        if broken := tuple(self.broken_rules()):
            text = "; ".join(rule.text for rule in broken)
            raise PydanticCustomError("broken_rules", "{text}", {"text": text, "broken": broken})
        return self
