"""The program that runs in the sandbox, and `wire`, which both sides of the wall see.

In the sandbox this folder is all there is of `chainrule.grading`: it is a package of its own there, ``inside``. So
nothing here imports from the rest of the package.
"""
