"""`report.html`: one file that opens anywhere, asks no other machine for anything and works without JavaScript."""

from redesign.reporting.web.page import write

__all__ = ["write"]
