"""The statement templates and patterns of the profile, as rows: what each kind of statement must and may carry."""

from typing import NamedTuple

COMMON = ("registration", "platform", "ext:role", "ext:simulated")
"""Every statement of the product carries these in its context."""
_PLAY = ("ext:play", "ext:seed", "ext:difficulty", "ext:model_version")
_CASE = ("parent", "ext:play", "ext:seed", "ext:item_version", "ext:objective", "ext:place")
_EPISODE = ("ext:episode", "ext:symptom", "ext:flag", "ext:game_hour")
_TEST = ("ext:phase", "ext:form", "ext:sitting")
_TEST_END = ("grouping", "completion", "scaled", "duration", "ext:course_version")
_DOSE = ("ext:drug", "ext:game_hour")


class Template(NamedTuple):
    """One kind of statement. verb, type: short names; needs, may: `ext:name` for a context extension, else a place of `PLACES`."""

    key: str
    verb: str
    type: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    meaning: str


class Pattern(NamedTuple):
    """An order of templates within one registration. kind: sequence, alternates, optional, oneOrMore or zeroOrMore."""

    key: str
    kind: str
    parts: tuple[str, ...]
    meaning: str
    is_primary: bool = False


PLACES = {
    "registration": "$.context.registration",
    "platform": "$.context.platform",
    "language": "$.context.language",
    "parent": "$.context.contextActivities.parent",
    "grouping": "$.context.contextActivities.grouping",
    "success": "$.result.success",
    "completion": "$.result.completion",
    "scaled": "$.result.score.scaled",
    "response": "$.result.response",
    "duration": "$.result.duration",
    "progress": "$.result.extensions['https://w3id.org/xapi/cmi5/result/extensions/progress']",
}


def _row(key: str, verb: str, type: str, needs: tuple[str, ...], may: tuple[str, ...], meaning: str) -> Template:
    return Template(key, verb, type, (*COMMON, *needs), ("ext:cohort", "language", *may), meaning)


TEMPLATES: tuple[Template, ...] = (
    _row("registered-course", "registered", "course", (), ("ext:course_version",), "The learner joined a course."),
    _row("assigned-course", "assigned", "course", (), ("ext:due",), "A course was given with a due date."),
    _row("assigned-module", "assigned", "module", (), ("ext:due", "grouping"), "A module was given with a due date."),
    _row("assigned-campaign", "assigned", "serious-game", (), ("ext:due",), "A campaign of the game was given with a due date."),
    _row("initialized-module", "initialized", "module", (), ("grouping", "ext:course_version"), "The learner opened a module."),
    _row(
        "progressed-module",
        "progressed",
        "module",
        ("progress",),
        ("grouping", "ext:course_version", "duration"),
        "The learner went further in a module.",
    ),
    _row(
        "completed-module",
        "completed",
        "module",
        (),
        ("grouping", "completion", "scaled", "duration"),
        "The learner reached the end of a module.",
    ),
    _row("passed-module", "passed", "module", ("success",), ("grouping", "scaled"), "The learner reached the mark asked for."),
    _row("failed-module", "failed", "module", ("success",), ("grouping", "scaled"), "The learner has not reached the mark asked for yet."),
    _row("terminated-module", "terminated", "module", (), ("grouping", "duration"), "The learner left a module."),
    _row("waived-module", "waived", "module", (), ("grouping", "ext:reason"), "An educator spared the learner a module."),
    _row("completed-course", "completed", "course", (), ("completion", "scaled"), "The learner reached the end of a course."),
    _row("passed-course", "passed", "course", ("success",), ("scaled",), "The learner reached the mark asked for in a course."),
    _row("initialized-test", "initialized", "assessment", _TEST, ("grouping", "ext:course_version"), "The learner began a test."),
    _row("completed-test", "completed", "assessment", _TEST, _TEST_END, "A test without a verdict ended."),
    _row("passed-test", "passed", "assessment", ("success", *_TEST), _TEST_END, "The test was passed, by the rule of its course."),
    _row("failed-test", "failed", "assessment", ("success", *_TEST), _TEST_END, "The test is not passed yet."),
    _row("satisfied-course", "satisfied", "course", (), (), "All that the course asks was done."),
    _row(
        "answered-item",
        "answered",
        "cmi.interaction",
        ("success", "response", "ext:item_version", "ext:phase", "parent"),
        (
            "scaled",
            "duration",
            "grouping",
            "ext:form",
            "ext:sitting",
            "ext:course_version",
            "ext:objective",
            "ext:unsafe",
            "ext:unneeded_call",
            "ext:confidence",
            "ext:review",
            "ext:elapsed_days",
            "ext:rating",
        ),
        "The learner answered an item.",
    ),
    _row(
        "reviewed-item",
        "reviewed",
        "cmi.interaction",
        ("ext:item_version", "ext:rating"),
        ("parent", "grouping", "ext:course_version", "ext:objective", "ext:elapsed_days"),
        "The learner looked at a review card and said whether she had the answer in mind.",
    ),
    _row("rated-course", "rated", "opinion", ("response", "grouping"), (), "The learner said what she thinks of a course: 1 to 4."),
    _row("experienced-page", "experienced", "page", (), ("duration",), "The learner read a page."),
    _row("registered-play", "registered", "serious-game", ("ext:play",), (), "The learner began a campaign."),
    _row("initialized-week", "initialized", "level", _PLAY, ("parent",), "A week of the game began."),
    _row("progressed-week", "progressed", "level", ("progress", *_PLAY), ("parent",), "A day of the week ended."),
    _row(
        "completed-week", "completed", "level", _PLAY, ("parent", "success", "completion", "scaled", "duration"), "A week reached its end."
    ),
    _row("terminated-week", "terminated", "level", _PLAY, ("parent", "duration"), "The learner left a week before its end."),
    _row("accessed-scene", "accessed", "scene", ("ext:play",), (), "The learner entered a scene."),
    _row(
        "selected-option",
        "selected",
        "dialog-tree",
        ("response", "success", "ext:harm", "ext:situation", "ext:cycle_day", "ext:slot", "ext:game_hour", "ext:hinted", *_PLAY),
        (
            "ext:objective",
            "ext:skills",
            "ext:shown_order",
            "ext:asked",
            "ext:looked_up",
            "ext:game_day",
            "parent",
            "grouping",
            "duration",
        ),
        "The learner chose an option of a situation.",
    ),
    _row("initialized-case", "initialized", "case", _CASE, (), "The learner opened a short case."),
    _row(
        "selected-case",
        "selected",
        "case",
        ("response", "success", "ext:moment", "ext:harm", "ext:variant", "ext:shown_order", *_CASE),
        ("ext:asked", "ext:looked_up"),
        "The learner decided in a case, or said it.",
    ),
    _row(
        "completed-case",
        "completed",
        "case",
        ("success", "completion", "ext:harm", "ext:variant", *_CASE),
        (),
        "A case reached its end.",
    ),
    _row(
        "presented-sign",
        "presented",
        "sign",
        (*_EPISODE, "ext:cycle_day", *_PLAY),
        ("ext:grade", "parent"),
        "A warning sign opened an episode.",
    ),
    _row(
        "reported-sign",
        "reported",
        "sign",
        (*_EPISODE, "ext:cycle_day", "ext:q", "ext:person", "ext:hours_since_sign", *_PLAY),
        ("ext:grade", "parent"),
        "The learner reported the sign.",
    ),
    _row(
        "ignored-sign",
        "ignored",
        "sign",
        (*_EPISODE, *_PLAY),
        ("ext:grade", "ext:cycle_day", "ext:reason", "parent"),
        "The net closed the episode.",
    ),
    _row(
        "took-dose",
        "took",
        "dose",
        (*_DOSE, *_PLAY),
        ("ext:game_day", "ext:cycle_day", "ext:due", "success", "parent"),
        "A dose was taken.",
    ),
    _row(
        "skipped-dose",
        "skipped",
        "dose",
        (*_DOSE, *_PLAY),
        ("ext:game_day", "ext:cycle_day", "ext:due", "success", "parent"),
        "A dose was left out.",
    ),
    _row(
        "held-dose",
        "held",
        "dose",
        (*_DOSE, *_PLAY),
        ("ext:game_day", "ext:cycle_day", "ext:due", "success", "parent"),
        "A dose was held back.",
    ),
    _row(
        "called-team",
        "called",
        "phone-call",
        ("ext:reason", "ext:person", *_PLAY),
        ("ext:game_hour", "parent"),
        "The learner called the team.",
    ),
    _row(
        "earned-credential",
        "earned",
        "credential",
        (),
        ("ext:valid_from", "ext:valid_until", "ext:certificate", "ext:departement"),
        "A credential was earned.",
    ),
    _row(
        "renewed-credential",
        "renewed",
        "credential",
        (),
        ("ext:valid_from", "ext:valid_until", "ext:certificate", "ext:departement"),
        "A credential was renewed.",
    ),
    _row("revoked-credential", "revoked", "credential", (), ("ext:certificate", "ext:reason"), "A credential was withdrawn."),
    _row("screened-trial", "screened", "trial", (), ("ext:reason",), "A person was assessed for a trial."),
    _row("consented-trial", "consented", "trial", (), ("ext:purpose",), "A person agreed to a trial."),
    _row("randomized-trial", "randomized", "trial", ("ext:arm",), ("ext:stratum",), "A person was given an arm by chance."),
    _row("withdrew-trial", "withdrew", "trial", (), ("ext:reason", "ext:purpose"), "A person left a trial."),
)

PATTERNS: tuple[Pattern, ...] = (
    Pattern("module-answers", "zeroOrMore", ("module-step",), "Answers and progress inside a module."),
    Pattern("module-step", "alternates", ("answered-item", "progressed-module"), "An answer, or a step."),
    Pattern("module-end", "optional", ("completed-module",), "The end, when it is reached."),
    Pattern("module", "sequence", ("initialized-module", "module-answers", "module-end"), "A module from its opening to its end.", True),
    Pattern(
        "week-event",
        "alternates",
        (
            "selected-option",
            "presented-sign",
            "reported-sign",
            "ignored-sign",
            "took-dose",
            "skipped-dose",
            "held-dose",
            "called-team",
            "progressed-week",
        ),
        "Anything that happens in a week.",
    ),
    Pattern("week-events", "zeroOrMore", ("week-event",), "All that happens in a week."),
    Pattern("week-end", "optional", ("completed-week",), "The end, when it is reached."),
    Pattern("week", "sequence", ("initialized-week", "week-events", "week-end"), "A week of the game from its start to its end.", True),
)
