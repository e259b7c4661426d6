"""What ``nbgrader_config.py`` names: nbgrader's plug-in points, filled."""
