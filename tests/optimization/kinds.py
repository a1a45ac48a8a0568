"""Every kind of menu."""

from optimization.menus import KINDS as SIMPLE
from optimization.more_menus import MORE_KINDS

KINDS = SIMPLE | MORE_KINDS
