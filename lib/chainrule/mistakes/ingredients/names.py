"""Names of ingredients that stand in more than one place."""

from chainrule.language import words

RIGHT = words("the right result")
"""The ingredient that all are compared with."""

DATA = words("the data's part")
"""The right result without the penalty."""

PENALTIES = words("the penalty"), words("the derivative of the penalty")
"""The ingredient that is right in most wrong results: of a loss, and of a gradient."""

INPUTS = words("the first input"), words("the second input")
"""The names of what a gate's `forward` was given, if that are two numbers or arrays."""

INPUT = words("the input")
"""The name of what a layer's `forward` was given."""
