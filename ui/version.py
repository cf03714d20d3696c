"""Which Wenjin this is."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version of the installed package, or "0" when run without being installed."""
    try:
        return installed("wenjin")
    except PackageNotFoundError:
        return "0"
