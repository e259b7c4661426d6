"""What nbgrader has to know about this course. ``nbgrader generate_config`` writes a file with every option."""

from chainrule.grading.plugins import (
    autograde,
    collect,
    exchange,
    exporters,
    feedback,
    formgrader,
    mended,
    preprocessors,
)

c = get_config()

# The exchange keeps assignments under this name. The gradebook is gradebook.db in this folder.
c.CourseDirectory.course_id = "chainrule"

# Not copied along with the notebooks: the text sources, which hold the solutions, the corpus, and hidden files.
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".*", "corpus"]

# Release: a solution becomes an error that says which answer is missing.
c.GenerateAssignment.preprocessors = preprocessors.RELEASE

# `nbgrader zip_collect`: notebooks out of the archives of Canvas and Moodle, which may hold anything.
c.ZipCollectApp.extractor_plugin = collect.NotebookExtractor
c.ZipCollectApp.collector_plugin = collect.LmsCollector
# A later archive takes the place of an earlier one; what a person put into submitted/ stays, also beside a notebook.
c.ZipCollectApp.force = True

# Grading: a submission is rebuilt and examined, sealed; the scores are nbgrader's.
c.Autograde.exporter_class = autograde.SubmissionExporter
c.Autograde.sanitize_preprocessors = autograde.SANITIZE
c.Autograde.autograde_preprocessors = autograde.AUTOGRADE

# Feedback: without marking schemes, on a page of our own.
c.GenerateFeedback.preprocessors = feedback.PREPROCESSORS
c.GenerateFeedback.exporter_class = feedback.FeedbackExporter

# Pages are always made again: nbgrader would keep one when only a mark, a comment or the points have changed.
c.GenerateFeedback.force = True

# `nbgrader collect` and `nbgrader list`: out of the exchange, where students can leave anything.
c.ExchangeFactory.collect = exchange.Collect
c.ExchangeFactory.list = exchange.List

# Feedback goes back through the exchange to those who handed in there, whoever else is in the class.
c.ExchangeFactory.release_feedback = exchange.ReleaseFeedback

# `nbgrader export`: late penalties are those of today's marks, due dates and extensions.
c.ExportApp.plugin_class = exporters.CsvExporter

# Formgrader, too: no script in a cell's output runs in anyone's browser. (nbgrader shows Markdown as it is;
# chainrule.grading.harmless sees to that.)
c.HTMLExporter.sanitize_html = True

# Formulas, there as well, need no network.
c.HTMLExporter.filters = formgrader.FILTERS
c.HTMLExporter.template_file = formgrader.TEMPLATE

# What nbgrader has no setting for: formgrader's other pages escape names, and odd time stamps stop nothing.
mended.mend()
