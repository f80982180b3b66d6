"""The IRIs of content activities: one function a kind of thing, so that no package spells an address by hand."""

from xapi.vocabulary import CONTENT


def course(key: str) -> str:
    return f"{CONTENT}course/{key}"


def module(key: str) -> str:
    return f"{CONTENT}module/{key}"


def item(module_key: str, item_key: str) -> str:
    return f"{CONTENT}item/{module_key}/{item_key}"


def test(course_key: str, phase: str) -> str:
    """phase: pre, post, follow-up or final."""
    return f"{CONTENT}test/{course_key}/{phase}"


def campaign(key: str) -> str:
    return f"{CONTENT}campaign/{key}"


def week(campaign_key: str, number: int) -> str:
    return f"{CONTENT}week/{campaign_key}/{number}"


def situation(key: str) -> str:
    return f"{CONTENT}situation/{key}"


def case(key: str) -> str:
    """A short case of a professional."""
    return f"{CONTENT}case/{key}"


def option(situation_key: str, option_key: str) -> str:
    return f"{CONTENT}option/{situation_key}/{option_key}"


def sign(symptom: str) -> str:
    return f"{CONTENT}sign/{symptom}"


def scene(key: str) -> str:
    return f"{CONTENT}scene/{key}"


def dose(drug: str) -> str:
    return f"{CONTENT}dose/{drug}"


def phone_call(person: str) -> str:
    return f"{CONTENT}call/{person}"


def objective(key: str) -> str:
    return f"{CONTENT}objective/{key}"


def credential(key: str) -> str:
    return f"{CONTENT}credential/{key}"


def opinion(course_key: str, question: str) -> str:
    """What a learner says of a course, to one question."""
    return f"{CONTENT}opinion/{course_key}/{question}"


def trial(key: str) -> str:
    return f"{CONTENT}trial/{key}"


def launched_package(uuid: str) -> str:
    """A package of another publisher (cmi5), by the number this site gave it."""
    return f"{CONTENT}cmi5/{uuid}"


def launched_unit(uuid: str, number: int) -> str:
    return f"{CONTENT}cmi5/{uuid}/unit/{number}"


def launched_block(uuid: str, number: int) -> str:
    return f"{CONTENT}cmi5/{uuid}/block/{number}"


def plays() -> str:
    """What the State documents of a learner's plays belong to: one document a play, named by its UUID, so that one call lists them all."""
    return f"{CONTENT}plays"
