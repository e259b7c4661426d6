"""One course on a JupyterHub: its groups, and a server that its graders share.

The Littlest JupyterHub reads this file in /opt/tljh/config/jupyterhub_config.d, Zero to JupyterHub in
/usr/local/etc/jupyterhub/jupyterhub_config.d, and any other hub where its jupyterhub_config.py says
load_subconfig("chainrule.py").
"""

c = get_config()

COURSE = "chainrule"  # c.CourseDirectory.course_id of the course
GRADER = "grader-chainrule"  # the user whose the course directory is; nobody logs in as this user
FOLDER = "/home/grader-chainrule/course"  # the course directory, with mode 0700
SERVER = "/opt/chainrule/bin/jupyterhub-singleuser"  # where chainrule[instructor,hub] is installed

# nbgrader takes the names of these groups for its own: who teaches, and who learns.
c.JupyterHub.load_groups = {
    f"formgrade-{COURSE}": {"users": ["ida", GRADER]},
    f"nbgrader-{COURSE}": {"users": ["ana", "ben"]},
}

# Services → chainrule on the hub's page: formgrader, JupyterLab and a terminal, in the course directory.
c.JupyterHub.services = [
    {
        "name": COURSE,
        "url": "http://127.0.0.1:9999",
        "command": [SERVER],
        "user": GRADER,
        "cwd": FOLDER,
        "oauth_no_confirm": True,
    }
]

c.JupyterHub.load_roles = [
    # Who teaches may enter it, and nobody else.
    {"name": f"teaches-{COURSE}", "groups": [f"formgrade-{COURSE}"], "scopes": [f"access:services!service={COURSE}"]},
    # It may ask in which groups its own user is.
    {"name": f"grades-{COURSE}", "services": [COURSE], "scopes": [f"read:users!user={GRADER}"]},
    # A user's own server may ask in which groups the user is.
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", "read:users!user"]},
]
