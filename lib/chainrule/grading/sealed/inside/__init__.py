"""The program that runs in the sandbox, and `wire`, which both sides of the wall use.

This folder is all of `chainrule.grading` that the sandbox contains: there it is a package of its own, ``inside``. So
nothing in it imports the rest of `chainrule.grading`.
"""
