"""What Python and NumPy say when code fails, in words for readers who are new to them."""

import re

from chainrule.language import say, words

_SHAPES = r"(?P<one>\([\d,]*\)) (?P<two>\([\d,]*\))"

_WORDS = (
    (
        rf"operands could not be broadcast together with shapes {_SHAPES}",
        words("arrays of shapes {one} and {two} are combined entry by entry: their sizes do not match"),
    ),
    (
        r"shapes (?P<one>\([\d,]*\)) and (?P<two>\([\d,]*\)) not aligned",
        words("a product of matrices of shapes {one} and {two}: the inner sizes do not match"),
    ),
    (
        r"matmul: .*\(size (?P<rows>\d+) is different from (?P<columns>\d+)\)",
        words("a product with @ of {columns} columns on the left and {rows} rows on the right: they do not match"),
    ),
    (
        r"Cannot cast ufunc '\w+' output from dtype\('(?P<result>\w+)'\) to dtype\('(?P<kept>\w+)'\)",
        words(
            "`-=`, `*=` and the like keep an array's dtype, and one of {kept} cannot hold results of {result}: "
            "make it an array of floats first (`np.zeros_like` takes over the dtype), or write `w = w - …`"
        ),
    ),
    (
        r"The truth value of an array with more than one element is ambiguous",
        words(
            "an array stands where a single yes or no is needed, as in `if`, `and` or Python's own `max`: "
            "`np.maximum`, `np.where` and `&` go entry by entry"
        ),
    ),
    (
        r"(arrays used as indices must be of integer|only integers, slices .* are valid indices)",
        words(
            "an index has to be of integers, and this one is not: is it a label, or are these scores or probabilities?"
        ),
    ),
    (
        r"axis (?P<axis>\d+) is out of bounds for array of dimension (?P<dimension>\d+)",
        words(
            "an array of dimension {dimension} has no axis {axis}, since they count from 0; axis=-1 is always the last"
        ),
    ),
    (
        r".*boolean (negative|subtract), .*",
        words(
            "there is no minus for arrays of True and False: make one of numbers first, as `.astype(float)` does, "
            "or use `~`"
        ),
    ),
    (r"setting an array element with a sequence", words("an array is put into the place of a single number")),
)


def in_our_words(text: str) -> str:
    """Return what is meant by the message of an exception; the message itself, if it is none of the usual ones.

    Examples
    --------
    >>> in_our_words("operands could not be broadcast together with shapes (3,) (4,) ")
    'arrays of shapes (3,) and (4,) are combined entry by entry: their sizes do not match'
    """
    for pattern, message in _WORDS:
        if found := re.match(pattern, text):
            return say(message, **found.groupdict())
    return text


def is_of_shapes(text: str) -> bool:
    """Tell whether NumPy says that the shapes of two arrays do not match.

    Examples
    --------
    >>> is_of_shapes("operands could not be broadcast together with shapes (3,) (4,) ")
    True
    """
    return any(re.match(pattern, text) for pattern, _ in _WORDS[:3])


def hints(text: str, columns: str | None) -> list[str]:
    """Return what may have led to arrays that cannot be combined entry by entry.

    Parameters
    ----------
    text : str
        What NumPy says.
    columns : str or None
        The index of a ``[:, y]`` in the code: see `operations.whole_columns`.
    """
    found = re.match(_WORDS[0][0], text)
    if found is None:
        return []
    if columns is not None:
        message = words(
            "`[:, {y}]` picks whole columns, the same ones for every row; "
            "`[np.arange(len({y})), {y}]` picks one entry of each row."
        )
        return [say(message, y=columns)]
    one, two = (re.findall(r"\d+", shape) for shape in found.groups())
    short, long = sorted((one, two), key=len)
    if len(short) == 1 and len(long) == 2 and short[0] == long[0]:
        message = words(
            "NumPy lines shapes up from the right, so ({n},) counts as a single row. A column has the shape ({n}, 1): "
            "`keepdims=True` or `[:, np.newaxis]` makes one."
        )
        return [say(message, n=short[0])]
    return []
