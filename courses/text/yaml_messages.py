"""What the YAML parser says of a text it cannot read, as sentences an author understands, in both languages."""

from courses.sentences import Sentence, sentence

OPEN_QUOTE = sentence("a quotation mark is opened and never closed; close it at the end of the value")
MESSAGES: tuple[tuple[str, Sentence], ...] = (
    (
        "mapping values are not allowed",
        sentence("a second colon on this line, or a line that is indented too far; put the value in quotes"),
    ),
    ("could not find expected ':'", sentence("this line has no colon behind its key, or a quotation mark above is not closed")),
    ("did not find expected key", sentence("this line does not begin where the lines above it do; indent them alike, with spaces")),
    (
        "did not find expected '-' indicator",
        sentence("this line does not begin where the list above it does; indent them alike, with spaces"),
    ),
    ("did not find expected ',' or ']'", sentence("a list [a, b] is not closed, or lacks a comma; close it with ]")),
    ("did not find expected ',' or '}'", sentence("a group {a: b, c: d} is not closed, or lacks a comma; close it with }")),
    ("found unexpected end of stream", OPEN_QUOTE),
    ("found unexpected document indicator", OPEN_QUOTE),
    ("found unknown escape character", sentence("a \\ inside quotation marks stands before a letter; write \\\\, or use single quotes")),
    (
        "found character that cannot start any token",
        sentence("a tab, or a sign with which no value begins (@ ` %); use spaces, and quotes"),
    ),
    ("found a tab character", sentence("a tab indents this line; use spaces")),
    ("block sequence entries are not allowed", sentence("a list begins behind its key on the same line; begin it on the next one")),
    ("did not find expected alphabetic or numeric", sentence("a value begins with & or *; put it in quotes")),
    (
        "found invalid Unicode character escape code",
        sentence("an escape stands for a character that is no text; write the character itself"),
    ),
    ("did not find expected hexdecimal number", sentence("an escape \\x or \\u lacks its digits; write the character itself")),
    (
        "did not find expected whitespace or line break",
        sentence("words follow the closing quotation mark; put the whole value between the two"),
    ),
    ("did not find expected comment or line break", sentence("words follow | or >; begin them on the next line")),
    ("did not find expected <document start>", sentence("words stand before the first key, or after the end of a value; take them out")),
    ("did not find expected node content", sentence("a value is missing between two signs; write it, or take the comma out")),
    ("control characters are not allowed", sentence("a control character stands here; delete it")),
    ("invalid leading UTF-8 octet", sentence("this is not UTF-8 text; save the file as UTF-8")),
)
"""The beginning of the parser's words (libyaml, which always speaks English) and ours."""
OTHER = sentence("this line cannot be read")


def sentence_of(problem: str) -> Sentence:
    """Our sentence for the parser's words; a general one for words we do not know."""
    return next((said for beginning, said in MESSAGES if beginning in problem), OTHER)
