"""What every block of a scenario file shares: closed, frozen, strict, sourced, with rules across its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
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
CoreElement = Literal["partnership", "services", "leadership"]
"""What a whole redesign has: partnerships with principals, services by menu, leadership of the office itself."""
NeedMeasure = Literal["econ_disadvantaged", "emergent_bilingual", "special_education", "none"]


Path = tuple[str | int, ...]

RULES_LATER = "rules later"
"""Validation context under which blocks are built without their rules, for a reader that reports all at once."""


class BrokenRule(NamedTuple):
    """A rule across the keys of one block that does not hold."""

    keys: tuple[str, ...]
    """The keys it reads; the first is where a planner should look."""
    text: str
    place: Path = ()
    """Where a planner should look, if that is further inside."""


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

    def blocks(self, path: Path = ()) -> Iterator[tuple[Path, Block]]:
        """Yield this block and every block below it, each with its path."""
        yield path, self
        for name in type(self).model_fields:
            value = getattr(self, name)
            children = {(): value} if isinstance(value, Block) else _entries(value)
            for key, child in children.items():
                if isinstance(child, Block):
                    yield from child.blocks((*path, name, *key))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values, unchecked; what the original had worked out and kept is left behind."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy

    @model_validator(mode="after")
    def _keep_rules(self, info: ValidationInfo) -> Self:
        if info.context == RULES_LATER:
            return self
        if text := "; ".join(rule.text for rule in self.broken_rules()):
            raise PydanticCustomError("broken_rules", "{text}", {"text": text})
        return self


def _entries(value: object) -> dict[Path, object]:
    if isinstance(value, dict):
        return {(key,): child for key, child in value.items()}
    return {(i,): child for i, child in enumerate(value)} if isinstance(value, tuple) else {}
