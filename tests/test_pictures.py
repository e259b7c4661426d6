"""Pictures in written answers: shown where that is safe, and told of where it is not."""

import base64
import io
import json
import struct
from copy import deepcopy

import nbformat
import numpy as np
import pytest
from class_of_students import RIGHT, filled_in, hand_in
from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from PIL import Image

from chainrule.grading import cells, formulas, harmless
from chainrule.grading.authoring.source import parse
from chainrule.grading.sealed import record
from chainrule.grading.sealed.shown import LEFT_OUT
from chainrule.grading.stubs import released
from chainrule.grading.submission import outputs, pictures
from chainrule.grading.submission.rebuild import rebuild

TEXT = """
# %% [markdown]
# Why?
# %% [markdown] written="explain_it" points=3
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
""".lstrip()
PLACE = b"Exif\x00\x00 48.1372 N, 11.5756 E"


@pytest.fixture(scope="module")
def source():
    return parse(TEXT)


def encoded(kind="PNG", size=(40, 30), **options):
    target = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), np.uint8)
    Image.fromarray(noise).save(target, kind, **options)
    return target.getvalue()


def text_of(data):
    return base64.b64encode(data).decode()


def graded(source, text, attachments=None):
    """Hand in a written answer; return its cell and the findings."""
    handed_in = deepcopy(released(source))
    handed_in.cells[1].source = text
    if attachments:
        handed_in.cells[1]["attachments"] = attachments
    rebuilt = rebuild(source, json.dumps(handed_in).encode())
    nbformat.validate(rebuilt.notebook)
    return rebuilt.notebook.cells[1], rebuilt.findings


def opened(cell):
    [picture] = cell.attachments.values()
    [(kind, data)] = picture.items()
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert kind == f"image/{image.format.lower()}"
        return image.copy()


PNG, JPEG = encoded(), encoded("JPEG", exif=PLACE)


@pytest.mark.parametrize(
    ("text", "attachments"),
    [
        ("![photo.png](attachment:photo.png)", {"photo.png": {"image/png": text_of(PNG)}}),
        ("![photo.jpg](attachment:photo.jpg)", {"photo.jpg": {"image/jpeg": text_of(JPEG)}}),
        ("![](attachment:a%20photo%20(1).png)", {"a photo (1).png": {"image/png": text_of(PNG)}}),
        ('<img src="attachment:photo.png" width="300">', {"photo.png": {"image/png": text_of(PNG)}}),
        (f"![photo.png](data:image/png;base64,{text_of(PNG)})", None),
        (f'<img src="data:image/jpeg;base64,{text_of(JPEG)}" alt="x">', None),
        (f"![a photo][1]\n\n[1]: <data:image/png;base64,{text_of(PNG)}>", None),
    ],
)
def test_a_picture_is_shown_and_the_text_around_it_kept(source, text, attachments):
    cell, findings = graded(source, f"First $a<b$.\n\n{text}\n\nThen.", attachments)
    assert findings == []
    assert cell.source.startswith("First $a< b$.")
    assert cell.source.rstrip(">").endswith("Then.")
    assert opened(cell).size == (40, 30)
    assert PLACE not in base64.b64decode(next(iter(next(iter(cell.attachments.values())).values())))
    assert '<img src="data:image/' in formulas.to_html(cell.source, cell.attachments)


def test_a_photo_from_colab_is_made_small_and_takes_no_text_along(source):
    photo = encoded("JPEG", (3000, 2000), quality=95)
    assert len(text_of(photo)) > 100_000
    cell, findings = graded(source, f"Because\n![photo](data:image/jpeg;base64,{text_of(photo)})\nso.")
    assert findings == []
    assert cell.source.split() == ["Because", "![picture](attachment:picture-1.jpeg)", "so."]
    assert opened(cell).size == (1600, 1067)


def test_a_photo_stands_upright(source):
    exif = Image.Exif()
    exif[0x0112] = 6
    cell, _ = graded(source, f"![](data:image/jpeg;base64,{text_of(encoded('JPEG', exif=exif))})")
    assert opened(cell).size == (30, 40)


def bomb(side):
    """A PNG of a few kilobytes and many pixels."""
    target = io.BytesIO()
    Image.new("1", (side, side)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        bomb(10_000),
        encoded("GIF"),
        encoded("WEBP"),
        PNG[:-30],
        PNG[:33] + b"junk" * 10,
        b"<svg onload='steal()'/>",
        JPEG[:20] + b"\xff\xda" * 100 + JPEG[20:],
        b"",
    ],
)
def test_what_cannot_be_shown_leaves_a_note(source, data):
    cell, findings = graded(source, f"Look: ![x](data:image/png;base64,{text_of(data)}) there.")
    assert "attachments" not in cell
    assert cell.source == f"Look:  {pictures.LOST}  there."
    assert [finding.kind for finding in findings] == ["picture"]
    assert "see the submitted file" in findings[0].text


@pytest.mark.parametrize("text", ["![x](attachment:gone.png)", "![x](https://example.org/x.png)"])
def test_a_picture_that_is_elsewhere_leaves_a_note(source, text):
    cell, findings = graded(source, text, {"x": "no dict", "gone.png": ["no", "dict"]})
    assert pictures.LOST in cell.source
    assert [finding.kind for finding in findings] == ["picture"]
    assert "<img" not in formulas.to_html(cell.source, cell.get("attachments"))


def test_many_pictures_are_shown_up_to_a_number(source):
    text = f"![x](data:image/png;base64,{text_of(PNG)})\n\n" * 50
    cell, findings = graded(source, text)
    assert len(cell.attachments) == pictures.MOST
    assert findings[0].text.startswith("10 pictures are not shown here")


def test_pictures_in_all_have_a_size(source, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 10_000)
    cell, findings = graded(source, f"![x](data:image/png;base64,{text_of(PNG)})" * 5)
    assert sum(len(base64.b64decode(each["image/png"])) for each in cell.attachments.values()) <= 10_000
    assert findings


def test_a_picture_in_a_cell_of_its_own_beside_the_stub_is_the_answer(source):
    handed_in = deepcopy(released(source))
    new = nbformat.v4.new_markdown_cell("![x](attachment:x.png)", attachments={"x.png": {"image/png": text_of(PNG)}})
    handed_in.cells.append(new)
    rebuilt = rebuild(source, json.dumps(handed_in).encode())
    assert opened(rebuilt.notebook.cells[1]).size == (40, 30)
    assert len(rebuilt.notebook.cells) == 2


OURS = "![picture] (attachment:picture-1.png) "
"""How the program shows a picture, with a space that a link of a student's gets, too."""


def test_a_picture_is_kept_once_however_often_a_student_writes_what_shows_one(source):
    handed_in = deepcopy(released(source))
    handed_in.cells[1].source = f"![x](data:image/png;base64,{text_of(PNG)}) {OURS * 50}"
    handed_in.cells += [nbformat.v4.new_markdown_cell(f"{number} {OURS}") for number in range(50)]
    notebook = rebuild(source, json.dumps(handed_in).encode()).notebook
    assert len(notebook.cells) == 52
    assert opened(notebook.cells[1]).size == (40, 30)
    shown = [formulas.to_html(cell.source, cell.get("attachments")).count("<img") for cell in notebook.cells]
    assert shown[1] == 1
    assert sum(shown[2:]) == 1


def test_a_picture_in_a_cell_that_an_answer_quotes_is_shown_in_both(source):
    handed_in = deepcopy(released(source))
    handed_in.cells.insert(0, nbformat.v4.new_markdown_cell(f"![x](data:image/png;base64,{text_of(PNG)})"))
    own, _, answer = rebuild(source, json.dumps(handed_in).encode()).notebook.cells
    assert opened(own) == opened(answer)


@pytest.mark.parametrize(
    "text",
    [
        "![picture](attachment:picture-1.png) [x](javascript:steal())",
        "<![picture](attachment:picture-1.png)",
        "[![picture](attachment:picture-1.png)](javascript:steal())",
        '![picture](attachment:picture-1.png "onerror=steal()")',
        "![picture](attachment:../../secret)",
    ],
)
def test_the_programs_own_way_to_show_a_picture_shows_nothing_else(text):
    shown = harmless.markdown(text, ["picture-1.png"])
    page = formulas.to_html(shown, {"picture-1.png": {"image/png": text_of(PNG)}})
    assert page.count("<") == page.count("<p>") + page.count("</p>") + page.count('<img src="data:image/png;base64,')
    assert "steal" not in "".join(part.partition('"')[0] for part in page.split("<img ")[1:])


@pytest.mark.parametrize(
    "unit",
    ["![", "![](", "![](attachment:", "![](attachment:(", "<img ", "data:image/png;base64,", "src=  ", "](data:"],
)
def test_looking_for_pictures_looks_at_no_character_again_and_again(unit):
    """Were it quadratic, this would take days."""
    pictures.Album().paste(unit * (400_000 // len(unit)), {})


def test_a_released_notebook_with_an_answer_keeps_its_pictures_on_every_page(released_course):
    from chainrule.grading.term.grade import grade_class

    book = filled_in(released_course, {**RIGHT, "explain_double": f"So: ![x](data:image/png;base64,{text_of(PNG)})"})
    hand_in(released_course, "ada", nbformat.writes(book).encode())
    [result] = grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    assert (result.status, result.score) == ("graded", 4.5)
    text = nbformat.read(released_course.autograded("ada", "01_tiny"), as_version=4)
    cell = next(cell for cell in text.cells if cells.grade_id(cell) == "explain_double")
    assert opened(cell).size == (40, 30)


def test_another_photo_waits_for_another_mark(released_course):
    from chainrule.grading.term.grade import grade_class

    def state(colour, mark=None):
        file = io.BytesIO()
        Image.new("RGB", (40, 30), colour).save(file, "png")
        text = f"![x](data:image/png;base64,{text_of(file.getvalue())})"
        book = filled_in(released_course, {**RIGHT, "explain_double": text})
        hand_in(released_course, "ada", nbformat.writes(book).encode())
        grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
        with Gradebook(released_course.db_url) as gradebook:
            grade = gradebook.find_grade("explain_double", "01_tiny", "01_tiny", "ada")
            if mark is not None:
                grade.manual_score, grade.needs_manual_grade = mark, False
                gradebook.db.commit()
            return grade.needs_manual_grade

    assert [state("red"), state("red", 1), state("red"), state("blue")] == [True, False, False, True]


# --- What a whole notebook shows ------------------------------------------------------------------------------------


def picture(side, size=0):
    data = bomb(side)[:33] + b"x" * size
    return new_output("display_data", data={"image/png": text_of(data)})


def test_the_sum_of_outputs_is_limited():
    shown = {cell: [picture(100, 2**20)] for cell in range(20)}
    kept = outputs.limited(shown)
    assert sum(len(json.dumps(output)) for cell in kept.values() for output in cell) < outputs.MOST_BYTES + 20_000
    assert kept[0] == shown[0]
    assert "left out" in kept[19][0].text


def test_pictures_are_limited_by_their_pixels():
    assert "left out" in outputs.limited({0: [picture(5_000)]})[0][0].text
    many = outputs.limited({0: [picture(3_000) for _ in range(50)]})[0]
    assert sum("data" in output for output in many) == outputs.MOST_PIXELS_IN_ALL // 9_000_000
    assert sum("left out" in output.get("text", "") for output in many) == 1


def test_ordinary_outputs_stay():
    shown = {0: [new_output("stream", text="1"), picture(500)], 2: [new_output("error", ename="E", traceback=["x"])]}
    assert outputs.limited(shown) == shown


def test_a_photo_that_holds_two_pictures_is_kept(source):
    target = io.BytesIO()
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    first.save(target, "MPO", save_all=True, append_images=[second])
    cell, findings = graded(source, "![](attachment:a.jpg)", {"a.jpg": {"image/jpeg": text_of(target.getvalue())}})
    assert opened(cell).getpixel((5, 5))[0] > 200
    assert not findings


@pytest.mark.parametrize("size", [(65_000, 980), (5_000, 4_000)])
def test_a_progressive_photo_is_not_decoded_if_all_of_it_would_be_in_memory(size):
    target = io.BytesIO()
    Image.new("L", size).save(target, "JPEG", progressive=True)
    assert pictures._reencoded(target.getvalue()) is None


def test_decoding_the_pictures_of_a_file_takes_limited_time(source, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_SECONDS", 0.0)
    cell, findings = graded(source, "![](attachment:a.png)", {"a.png": {"image/png": text_of(encoded())}})
    assert not cell.get("attachments")
    assert "1" in findings[0].text or "A picture" in findings[0].text


def test_a_picture_that_its_decoder_stumbles_over_is_lost_and_nothing_else(source, monkeypatch):
    def stumble(*_args):
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", stumble)
    cell, findings = graded(source, "![](attachment:a.png)", {"a.png": {"image/png": text_of(encoded())}})
    assert not cell.get("attachments")
    assert [finding.kind for finding in findings] == ["picture"]


@pytest.mark.parametrize(("padding", "turned"), [(0, True), (70_000, False)])
def test_only_a_short_block_of_what_a_camera_says_is_read(source, padding, turned):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded("PNG", exif=exif.tobytes() + bytes(padding))
    cell, _ = graded(source, f"![](data:image/png;base64,{text_of(data)})")
    assert (opened(cell).size == (30, 40)) == turned


def test_outputs_that_are_too_many_to_be_shown_are_not_kept_until_then(monkeypatch):
    monkeypatch.setattr(record, "MOST_KEPT", 1_000)
    notes = record.Notes(record.Record(set()))
    for index in range(50):
        notes.outputs(index, [new_output("stream", text="x" * 400)])
    notes.outputs(1, [new_output("stream", text="again")])
    kept = notes.record.outputs
    assert [len(kept[index][0].text) for index in (0, 1, 49)] == [400, len(LEFT_OUT), len(LEFT_OUT)]
