"""Six assignments from a linear classifier to an MLP on MNIST, and the tools that grade them.

Students use ``check``, ``gradcheck``, ``mistakes``, ``datasets`` and ``plots``. Instructors also have
``reference`` (trusted answers), ``grading`` (the sealed autograder) and the command ``chainrule``.
"""

__version__ = "0.1.0"
