"""Pictures in written answers, such as photos of a derivation, pasted or inserted.

Jupyter stores them next to a cell's text (attachments), Colab inside it (data URIs). Each is decoded and re-encoded,
small enough for a page and without other data in the file, such as the place where a photo was taken. A picture that
cannot be kept is replaced by a note.
"""

import base64
import binascii
import io
import re
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from PIL import Image, ImageOps

MOST = 40
"""Pictures of a file that are looked at."""

MOST_BYTES = 16 * 2**20
"""Bytes that all of them may have, encoded anew."""

MOST_SECONDS = 20.0
"""Time that decoding all of them may take; what is left then is lost."""

_FORMATS = ("PNG", "JPEG")  # a JPEG may turn out to be several in one file (MPO), as many phones write them
_MOST_PIXELS = 16_000_000
_MOST_PIXELS_BY_DRAFT = 64_000_000  # a JPEG that is decoded at a smaller size
_MOST_SIDE = 1_600
_MOST_PNG = 2**20
_MOST_SCANS = 16
_MOST_ABOUT = 2**16  # bytes of what a camera says about a photo, of which only its orientation is wanted
_ABOUT = ("exif", "Raw profile type exif", "xmp", "XML:com.adobe.xmp")

LOST = "*[a picture: see the file as it was handed in]*"

_DATA = r"data:image/[\w.+-]{1,30};base64,[A-Za-z0-9+/=]*+"
_ADDRESS = rf"attachment:(?:[^\s()\"'<>]|\([^\s()\"'<>]*\)){{1,500}}|{_DATA}|https?://[^\s()\"'<>]{{1,2000}}"
_PICTURE = re.compile(
    r"!\[[^\[\]\n]{0,500}+\]"
    rf"\([ \t]{{0,9}}<?(?P<shown>{_ADDRESS})>?(?:[ \t]{{1,9}}\"[^\"\n]{{0,500}}\")?[ \t]{{0,9}}\)"
    r"|<img\b(?P<tag>[^<>]*+)>"
    rf"|(?P<bare>{_DATA})",
    re.IGNORECASE,
)
_SOURCE = re.compile(rf"\bsrc[ \t]{{0,9}}=[ \t]{{0,9}}[\"']?({_ADDRESS})", re.IGNORECASE)

Attachment = dict[str, str]


@dataclass
class Album:
    """The pictures of one file.

    Attributes
    ----------
    most : int
        How many are looked at.
    kept : dict
        By name, in nbformat's format for attachments.
    lost : int
        The number of pictures that were not kept.
    """

    most: int = MOST
    kept: dict[str, Attachment] = field(default_factory=dict)
    lost: int = 0
    _tried: int = 0
    _bytes: int = 0
    _seconds: float = 0.0

    def paste(self, text: str, attachments: Any) -> str:
        """Return Markdown in which each picture is one of the album's, or a note.

        Parameters
        ----------
        text : str
            What the student wrote.
        attachments : Any
            What the file says is attached to the cell.
        """
        attached = attachments if isinstance(attachments, dict) else {}
        return _PICTURE.sub(lambda match: self._put(match, attached), text)

    def _put(self, match: re.Match[str], attached: Mapping[str, Any]) -> str:
        address = match["shown"] or match["bare"]
        if match["tag"] is not None:
            source = _SOURCE.search(match["tag"])
            if source is None:
                return match[0]
            address = source[1]
        self._tried += 1
        start = time.process_time()
        is_tried = self._tried <= self.most and self._seconds < MOST_SECONDS
        picture = _reencoded(_data(address, attached)) if is_tried else None
        self._seconds += time.process_time() - start
        if picture is None or self._bytes + len(picture[1]) > MOST_BYTES:
            self.lost += 1
            return f" {LOST} " + (f"({address})" if address.lower().startswith("http") else "")
        kind, data = picture
        self._bytes += len(data)
        name = f"picture-{len(self.kept) + 1}.{kind}"
        self.kept[name] = {f"image/{kind}": base64.b64encode(data).decode("ascii")}
        return f" ![picture](attachment:{name}) "


def _data(address: str, attached: Mapping[str, Any]) -> bytes:
    """Return the bytes of a picture given its address, none if they are not in the file."""
    scheme, _, rest = address.partition(":")
    if scheme.lower() == "attachment":
        kinds = attached.get(rest, attached.get(unquote(rest)))
        found = next(iter(kinds.values()), "") if isinstance(kinds, dict) else ""
        parts = found if isinstance(found, list) else [found]
        encoded = "".join(part for part in parts if isinstance(part, str))
    else:
        encoded = rest.partition(",")[2] if scheme.lower() == "data" else ""
    try:
        return base64.b64decode(encoded)
    except (binascii.Error, ValueError):
        return b""


def _reencoded(data: bytes) -> tuple[str, bytes] | None:
    """Return a PNG or JPEG picture re-encoded at a sensible size; None if it is not one."""
    if not data or data.count(b"\xff\xda") > _MOST_SCANS:  # each scan of a JPEG is a pass over all of its pixels
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as found:
                png = found.format == "PNG"
                pixels = found.width * found.height
                found.draft("RGB", (_MOST_SIDE, _MOST_SIDE))
                # All of a progressive JPEG is in memory at once, whatever size is asked for.
                if max(found.width * found.height, pixels if "progressive" in found.info else 0) > _MOST_PIXELS:
                    return None
                if pixels > _MOST_PIXELS_BY_DRAFT:
                    return None
                found.load()
                for key in _ABOUT:
                    if len(found.info.get(key, "")) > _MOST_ABOUT:
                        del found.info[key]
                picture = _flat(ImageOps.exif_transpose(found))
        picture.thumbnail((_MOST_SIDE, _MOST_SIDE))
        encoded = _saved(picture, "png") if png else b""
        if encoded and len(encoded) <= _MOST_PNG:
            return "png", encoded
        return "jpeg", _saved(picture, "jpeg", quality=85)
    except Exception:  # noqa: BLE001 - the library's decoders raise many kinds for damaged files
        return None


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture in colour or grey, on white."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _saved(picture: Image.Image, kind: str, **options: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()
