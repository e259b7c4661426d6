# Two images of a course: `grading` for those who teach, with the grader and reference answers, and `student` for a hub,
# with what students get. Build them in a clone of the repository; docs/where.md says how to run them.
#   docker build --target grading --tag chainrule-grading .
#   docker build --target student --tag chainrule-student .
# Any image with Python 3.11 or newer and its venv will do as the base.
ARG BASE=docker.io/library/python:3.12-slim

FROM ${BASE} AS python
RUN python3 -m venv /opt/chainrule
ENV PATH=/opt/chainrule/bin:$PATH PIP_NO_CACHE_DIR=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
# On a hub, each user has a number of their own (docs/jupyterhub/values.yaml). All are called jovyan, since that is the
# user for whom nbgrader takes the hub's name of the user.
RUN for number in $(seq 10000 19999); do echo "jovyan:x:$number:100::/home/jovyan:/bin/bash"; done >> /etc/passwd
# A home for whoever starts a container, under any number.
RUN install -d -m 1777 /home/jovyan
COPY docs/jupyterhub/nbgrader_config.py /etc/jupyter/nbgrader_config.py

FROM python AS grading
COPY requirements.txt pyproject.toml README.md LICENSE /src/
COPY lib /src/lib
RUN pip install --quiet --constraint /src/requirements.txt "/src[instructor,hub]" && rm -r /src
ENV HOME=/home/jovyan
WORKDIR /course
CMD ["chainrule", "doctor"]

# The released notebooks and the wheel of the students' half, as in the zip for students; nothing else is taken from here.
FROM grading AS release
COPY nbgrader_config.py ./
COPY source source
COPY docs/student.md docs/student.md
RUN chainrule release && mkdir /handout && python -m zipfile --extract release/chainrule-*-student-*.zip /handout \
    && mv /handout/*/* /handout

FROM python AS student
COPY requirements.txt /tmp/pins/
COPY --from=release /handout/requirements.txt /handout/*.whl /tmp/handout/
WORKDIR /tmp/handout
RUN pip install --quiet --constraint /tmp/pins/requirements.txt --requirement requirements.txt jupyterhub nbgrader \
    && jupyter server extension disable --sys-prefix nbgrader.server_extensions.formgrader \
    && jupyter labextension disable --level=sys_prefix @jupyter/nbgrader:formgrader \
    && jupyter labextension disable --level=sys_prefix @jupyter/nbgrader:create-assignment \
    && rm -r /tmp/handout /tmp/pins
USER 10000:100
ENV HOME=/home/jovyan
WORKDIR /home/jovyan
CMD ["jupyterhub-singleuser", "--ip=0.0.0.0"]
