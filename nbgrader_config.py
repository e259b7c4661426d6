"""What nbgrader has to know about this course. ``nbgrader generate_config`` writes a file with every option."""

from chainrule.grading import preprocessors

c = get_config()

# The exchange keeps assignments under this name. The gradebook is gradebook.db in this folder.
c.CourseDirectory.course_id = "chainrule"

# Not copied along with the notebooks: the text sources, which hold the solutions, and hidden files.
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".*"]

# Release: a solution becomes an error that says which answer is missing.
c.GenerateAssignment.preprocessors = preprocessors.RELEASE

# Grading.

# Feedback and formgrader: no script of a student's notebook runs in anyone's browser.
c.HTMLExporter.sanitize_html = True
