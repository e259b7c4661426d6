"""The seal for any nbgrader course: ``seal.configure(c)`` in its ``nbgrader_config.py``."""

from traitlets.config import Config

from chainrule.grading.plugins import autograde, exchange, exporters, formgrader, mended


def configure(c: Config) -> None:
    """Let a course be graded with the seal, by `chainrule grade`, ``nbgrader autograde`` and formgrader's button.

    Submissions are collected from nbgrader's own exchange without following links there; one who uses another exchange
    sets it afterwards. Releasing and feedback stay as they are, but what a student wrote gets limited time on a page.

    Parameters
    ----------
    c : Config
        The configuration, as ``get_config()`` returns it in ``nbgrader_config.py``.

    Examples
    --------
    >>> c = Config()
    >>> configure(c)
    >>> c.Examine.stock
    True
    """
    c.Examine.stock = True
    c.Examine.follow_through = False
    c.Autograde.exporter_class = autograde.SubmissionExporter
    c.Autograde.sanitize_preprocessors = autograde.SANITIZE
    c.Autograde.autograde_preprocessors = autograde.AUTOGRADE
    c.ExchangeFactory.collect = exchange.Collect
    c.ExchangeFactory.list = exchange.List
    c.ExportApp.setdefault("plugin_class", exporters.PlainCsvExporter)
    c.HTMLExporter.filters.update(formgrader.FILTERS)
    mended.mend()
