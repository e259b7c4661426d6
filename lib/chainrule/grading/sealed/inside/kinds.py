"""The old name of `chainrule.kinds`."""

from chainrule.kinds import KINDS, kind_of

__all__ = ["KINDS", "kind_of"]
