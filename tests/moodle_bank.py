"""A Moodle bank of 300 questions of every kind that Moodle exports, with what becomes of each: the same census as public banks have."""


def question(kind, number, inside, text="<p>Question {n}, <b>really</b>?</p>"):
    words = text.replace("{n}", str(number))
    return f"""  <question type="{kind}">
    <name><text>{kind} {number}</text></name>
    <questiontext format="html"><text><![CDATA[{words}]]></text></questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>Because {number}.</p>]]></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber>
{inside}
  </question>
"""


def answer(share, text, said="", more=""):
    return (
        f'    <answer fraction="{share}" format="html"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{said}]]></text></feedback>{more}</answer>'
    )


HINT = '<hint format="html"><text><![CDATA[<p>Look.</p>]]></text></hint>'
KINDS = {
    "multichoice": ("taken", "single", lambda n: "<single>true</single>"
        + answer(100, f"<p>Yes {n}</p>", "Good") + answer(0, "No", "Bad") + HINT),
    "multichoice+": ("taken", "multi", lambda n: f"<single>false</single>{answer(50, 'One')}{answer(50, 'Two')}{answer(-50, 'Three')}"),
    "truefalse": ("changed", "single", lambda n: answer(100, "true", "Right.") + answer(0, "false", "Wrong.")),
    "shortanswer": ("changed", "short", lambda n: f"<usecase>0</usecase>{answer(100, f'word {n}')}{answer(50, 'wrod')}"),
    "numerical": ("taken", "number", lambda n: answer(100, str(n), "", "<tolerance>0.5</tolerance>")
        + "<units><unit><multiplier>1</multiplier><unit_name>mg</unit_name></unit></units>"),
    "matching": ("taken", "match", lambda n: "".join(
        f'<subquestion format="html"><text><![CDATA[<p>{side} {n}</p>]]></text><answer><text>{side.upper()}</text></answer></subquestion>'
        for side in ("a", "b", "c"))),
    "ordering": ("taken", "order", lambda n: "".join(answer(place, f"step {place} of {n}") for place in (2, 1, 3))),
    "cloze": ("changed", "cloze", lambda n: ""),  # the feedback in a gap is left out
    "gapselect": ("taken", "cloze", lambda n: "".join(f"<selectoption><text>{w}</text></selectoption>" for w in "xy")),
    "essay": ("refused", None, lambda n: ""),
    "description": ("refused", None, lambda n: ""),
    "calculated": ("refused", None, lambda n: answer(100, "{a}+{b}")),
    "ddmarker": ("refused", None, lambda n: ""),
    "coderunner": ("refused", None, lambda n: ""),
    "kprime": ("refused", None, lambda n: ""),
}  # fmt: skip
TEXTS = {"cloze": "<p>It is {1:MULTICHOICE:=here#Yes~there} in {n}.</p>", "gapselect": "<p>First [[1]] then [[2]] in {n}.</p>"}


def bank():
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
    expected = []
    for number in range(300):
        name = list(KINDS)[number % len(KINDS)]
        standing, kind, inside = KINDS[name]
        if number % 50 == 0:
            parts.append('  <question type="category"><category><text>$course$/top/x</text></category></question>\n')
        expected.append(("".join(parts).count("\n") + 1, standing, kind))
        parts.append(question(name.rstrip("+"), number, inside(number), TEXTS.get(name, "<p>Question {n}, <b>really</b>?</p>")))
    return "".join([*parts, "</quiz>\n"]), expected
