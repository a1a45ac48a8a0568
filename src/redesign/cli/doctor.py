"""`redesign doctor`: what is installed, whether the solver works, and how to mend what does not."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib import import_module, metadata

from redesign import __version__

LIBRARIES = {
    "numpy": "numpy",
    "scipy": "scipy",
    "simpy": "simpy",
    "pulp": "pulp",
    "highspy": "highspy",
    "matplotlib": "matplotlib",
    "pydantic": "pydantic",
    "PyYAML": "yaml",
    "click": "click",
    "rich": "rich",
}
"""Package to install -> module to import."""


def examine(say: Callable[[str], None]) -> bool:
    """Report line by line through `say`; true if a run can work."""
    say(f"redesign {__version__}, Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    missing = [package for package, module in LIBRARIES.items() if not _present(package, module, say)]
    if missing:
        say(f"Mend it with: {sys.executable} -m pip install {' '.join(missing)}")
        return False
    _say_engine(say)
    return _solver_works(say)


def _say_engine(say: Callable[[str], None]) -> None:
    from redesign.simulation.engines import choose_engine

    _, note = choose_engine("compiled")
    say(f"  compiled engine: {note or 'works'}")


def _present(package: str, module: str, say: Callable[[str], None]) -> bool:
    try:
        import_module(module)
        say(f"  {package} {metadata.version(package)}")
    except (ImportError, OSError) as error:
        say(f"  {package}: missing or does not load ({error})")
        return False
    return True


def _solver_works(say: Callable[[str], None]) -> bool:
    from redesign.optimization.solver import cbc_available
    from redesign.optimization.toy import TOY_OPTIMUM, solve_toy

    outcome = solve_toy()
    works = outcome.state == "optimal" and outcome.objective == TOY_OPTIMUM
    say(f"  HiGHS through PuLP: {'works' if works else 'FAILED'} (toy model: {outcome.state}, {outcome.objective})")
    say(f"  CBC for a second opinion: {'present' if cbc_available() else 'not installed (optional)'}")
    if not works:
        say(f"Mend it with: {sys.executable} -m pip install --upgrade --force-reinstall pulp highspy")
    return works
