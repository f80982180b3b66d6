"""What every format says alike of choices: the words for true and false, and weights that ours cannot have."""

from courses.exchange.questions import Answer, Remark, remark

WORDS_FOR_TRUTH = {"fr": ("Vrai", "Faux"), "en": ("True", "False")}


def weights_of(answers: tuple[Answer, ...]) -> list[Remark]:
    """What a multi item of ours cannot say: weights that differ, or wrong answers that cost nothing, or less than a right one earns."""
    right = {round(answer.share, 3) for answer in answers if answer.share > 0}
    wrong = {round(-answer.share, 3) for answer in answers if answer.share <= 0}
    is_ours = len(right) <= 1 and wrong <= right
    return [] if is_ours else [remark("weights")]
