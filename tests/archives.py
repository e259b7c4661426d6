"""Names of files as learning management systems write them into archives, and as they read them when they come back.

Written after what the systems' own code does, not copied from it:

- Moodle 4.1 and later: ``get_student_prefix`` and ``load_submissionplugin_filelist`` of
  ``mod/assign/classes/downloader.php``; before, ``download_submissions`` of ``mod/assign/locallib.php``, whose folders
  end in an underscore; ``clean_filename``, which is ``clean_param(…, PARAM_FILE)`` of ``lib/moodlelib.php``; and for
  the way back ``is_valid_filename_for_import`` of ``mod/assign/feedback/file/importziplib.php``.
- Canvas: ``get_filename``, ``sanitize_user_name`` and ``add_upload_submission`` of ``lib/content_zipper.rb``; and for
  the way back ``infer_comment_context_from_filename`` of ``app/models/abstract_assignment.rb``.
"""

import re


def moodle(who: str, number: int, path: str, *, plugin: str = "file", folders: bool = True, old: bool = False) -> str:
    """Return the name of a file that somebody handed in to Moodle.

    `who` is a full name, a group's, or with hidden names the word for a participant in the marker's language.
    """
    prefix = f"{_clean(who.replace('_', ' ') + f'_{number}')}_assignsubmission_{plugin}"
    if not folders:  # a setting of the marker's: all files in one folder, without those that they were in
        return _clean(f"{prefix}_{path.rpartition('/')[2]}")
    return f"{prefix}{'_' if old else ''}/{path}"


def _clean(name: str) -> str:
    return re.sub(r"""[\x00-\x1f\x7f&<>"`|':\\/]""", "", name)


def canvas(who: str, user: int, upload: int, name: str, *, late: bool = False, hidden: str | None = None) -> str:
    """Return the name of a file that somebody handed in to Canvas.

    `who` is the name by which Canvas sorts, family name first; `hidden` the letters that stand for it in anonymous
    grading.
    """
    known = re.sub(r"_(\d+)_", r"\1", who).lower() if hidden is None else None
    parts = [known, "LATE" if late else None, str(user) if hidden is None else f"anon_{hidden}"]
    start = re.sub(r"\W", "", "_".join(part for part in parts if part is not None))
    return f"{start}_{upload}_" + re.sub(r'[\x00/\\:*?"<>|]+', "_", name)


def moodle_reads(path: str) -> tuple[int, str] | None:
    """Return participant and file name as Moodle's import of feedback reads a path; None if it ignores the file."""
    parts = path.split("/")
    if parts[-1].startswith((".", "~")):
        return None
    while parts:
        words = parts.pop(0).split("_", 4)
        if len(words) >= 4 and words[1].isdigit() and (words[2], words[3]) == ("assignsubmission", "file"):
            return int(words[1]), "/".join([*(words[4:] or [""]), *parts]).lstrip("/")
    return None


def canvas_reads(name: str) -> tuple[str, int]:
    """Return user, or what stands for one, and upload as Canvas reads the name of a file that is uploaded."""
    words = [word for word in name.split("_") if word != "LATE"]
    if words[0] == "anon":
        return f"anon_{words[1]}", int(words[2])
    user, upload = [word for word in words if word.isdigit()][:2]
    return user, int(upload)
