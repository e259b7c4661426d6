"""What becomes HTML: escaped, and in a time that grows with its size alone."""

from chainrule.grading import markup


def test_code_that_highlighting_is_slow_for_is_shown_without_colours():
    calls = []
    highlight = markup.converter("highlight_code", lambda text: calls.append(text) or f"<b>{text}</b>")
    assert highlight("a.b") == "<b>a.b</b>"
    plain = '<div class="highlight"><pre>&lt;a&gt;.'
    assert highlight("<a>." + "a." * 1000).startswith(plain)
    assert highlight("<a>.\n" * 10_000).startswith(plain)
    assert calls == ["a.b"]
