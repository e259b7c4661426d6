"""For everyone on a hub: /etc/jupyter/nbgrader_config.py."""

c = get_config()

c.CourseDirectory.course_id = "chainrule"

# A folder that all can write to, made with mode 1777.
c.Exchange.root = "/srv/nbgrader/exchange"

# Students see the courses in whose groups they are: nbgrader-<course> or formgrade-<course>.
c.Authenticator.plugin_class = "nbgrader.auth.jupyterhub.JupyterHubAuthPlugin"
