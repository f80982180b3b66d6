"""Words for a module that an English author begins and a French one finishes: walking each day, a subject no course has."""

from typing import Any

SOURCE = {
    "key": "walking-guide", "title": "A walk each day", "organisation": "Walking Institute", "year": "2025",
    "url": "https://example.org/guides/a-walk-each-day", "seen": "excerpt",
}  # fmt: skip
OBJECTIVE = {"key": "walk-daily", "en": "Plan a short walk each day.", "fr": "Prévoir une courte marche chaque jour."}
COURSE, KEY, SCENE = "carer-outdoors", "carer-walk", "a-walk-put-off"
COURSE_FORM = {
    "audience": "caregiver", "title_fr": "Dehors, quand on aide", "title_en": "Outdoors, for the one who cares",
    "summary_fr": "Marcher, respirer, revenir.", "summary_en": "Walking, breathing, coming back.", "key": COURSE,
}  # fmt: skip
TITLES = {"en": "A walk each day", "fr": "Une marche chaque jour"}
SUMMARY = {"en": "A short walk gives strength to go on caring.", "fr": "Une courte marche donne des forces pour aider."}
BODY = {
    "en": """## Why a walk helps {#why}

A short walk lifts the mood. [@walking-guide]

It also helps to sleep at night. [@walking-guide]

## How to begin {#begin}

- I choose a fixed moment of the day. [@walking-guide]
- I begin with ten minutes. [@walking-guide]

::: note
A slow walk counts too. [@walking-guide]
:::

## When I cannot leave {#stay}

Somebody can sit with the one I care for while I am out. [@walking-guide]
""",
    "fr": """## Pourquoi marcher aide {#why}

Une courte marche améliore l’humeur. [@walking-guide]

Elle aide aussi à dormir la nuit. [@walking-guide]

## Comment commencer {#begin}

- Je choisis un moment fixe de la journée. [@walking-guide]
- Je commence par dix minutes. [@walking-guide]

::: note
Marcher lentement compte aussi. [@walking-guide]
:::

## Quand je ne peux pas partir {#stay}

Quelqu’un peut rester auprès de la personne que j’aide pendant ce temps. [@walking-guide]
""",
}
EASY = {
    "en": """## A walk helps {#why}

A short walk lifts the mood. [@walking-guide]

## Begin {#begin}

I choose a fixed moment. [@walking-guide]

## Leaving {#stay}

Somebody can stay while I am out. [@walking-guide]
""",
    "fr": """## Marcher aide {#why}

Une courte marche fait du bien. [@walking-guide]

## Commencer {#begin}

Je choisis un moment fixe. [@walking-guide]

## Partir un peu {#stay}

Quelqu’un peut rester pendant ce temps. [@walking-guide]
""",
}
Question = dict[str, Any]
QUESTIONS: list[tuple[str, str, Question, Question]] = [
    ("truth", "slow-counts", {
        "question": "A slow walk counts too.", "text_0": "True", "mark_0": "right", "feedback_0": "Yes, the pace is yours.",
        "text_1": "False", "feedback_1": "The pace does not matter here.",
    }, {
        "question": "Marcher lentement compte aussi.", "text_0": "Vrai", "mark_0": "right", "feedback_0": "Oui, chacun son pas.",
        "text_1": "Faux", "feedback_1": "Le pas n’a pas d’importance ici.",
    }),
    ("single", "first-minutes", {
        "question": "How long is the first walk?", "text_0": "Two hours in one go, to make up for the week",
        "feedback_0": "That is a lot for a first day.",
        "text_1": "Ten minutes", "mark_1": "right", "feedback_1": "Yes, a short one.",
        "text_2": "As long as the strongest of my friends walks", "feedback_2": "Your own measure is enough.",
    }, {
        "question": "Combien dure la première marche ?", "text_0": "Deux heures d’un coup, pour rattraper la semaine",
        "feedback_0": "C’est beaucoup pour un premier jour.",
        "text_1": "Dix minutes", "mark_1": "right", "feedback_1": "Oui, une courte marche.",
        "text_2": "Aussi longtemps que le plus fort de mes amis", "feedback_2": "Votre propre mesure suffit.",
    }),
    ("single", "who-stays", {
        "question": "Who can stay while I am out?", "text_0": "Nobody, so I never go out at all",
        "feedback_0": "There is often somebody to ask.",
        "text_1": "A neighbour we know", "mark_1": "right", "feedback_1": "Yes, somebody familiar.",
        "text_2": "A stranger from an advertisement", "feedback_2": "A familiar face is better.",
    }, {
        "question": "Qui peut rester pendant que je sors ?", "text_0": "Personne, donc je ne sors jamais",
        "feedback_0": "Il y a souvent quelqu’un à qui demander.",
        "text_1": "Une voisine que l’on connaît", "mark_1": "right", "feedback_1": "Oui, un visage familier.",
        "text_2": "Un inconnu trouvé par une annonce", "feedback_2": "Mieux vaut un visage familier.",
    }),
    ("multi", "what-helps", {
        "question": "What makes a daily walk easier?", "text_0": "Waiting until every chore is done",
        "feedback_0": "The day may end first.",
        "text_1": "A fixed moment", "mark_1": "right", "feedback_1": "Yes, the same each day.",
        "text_2": "A short way", "mark_2": "right", "feedback_2": "Yes, ten minutes do.",
    }, {
        "question": "Qu’est-ce qui rend la marche plus facile ?", "text_0": "Attendre que tout le ménage soit fini",
        "feedback_0": "La journée finit parfois avant.",
        "text_1": "Un moment fixe", "mark_1": "right", "feedback_1": "Oui, le même chaque jour.",
        "text_2": "Un trajet court", "mark_2": "right", "feedback_2": "Oui, dix minutes suffisent.",
    }),
    ("number", "how-many-minutes", {
        "question": "With how many minutes does one begin?", "answer": "10", "explanation": "It begins with 10 minutes.",
    }, {
        "question": "Avec combien de minutes commence-t-on ?", "answer": "10", "explanation": "On commence par 10 minutes.",
    }),
    ("order", "going-out", {
        "question": "Put the walk in order.", "text_0": "Ask somebody to stay", "text_1": "Put on shoes", "text_2": "Walk ten minutes",
        "explanation": "Somebody is there before I leave.",
    }, {
        "question": "Mettez la marche en ordre.", "text_0": "Demander à quelqu’un de rester", "text_1": "Mettre ses chaussures",
        "text_2": "Marcher dix minutes", "explanation": "Quelqu’un est là avant que je parte.",
    }),
    ("match", "what-for", {
        "question": "Match each thing with what it gives.", "text_0": "A walk", "pair_0": "A lighter mood", "text_1": "A neighbour",
        "pair_1": "Time to go out", "explanation": "Each gives something.",
    }, {
        "question": "Associez chaque chose à ce qu’elle apporte.", "text_0": "Une marche", "pair_0": "Une humeur plus légère",
        "text_1": "Une voisine", "pair_1": "Le temps de sortir", "explanation": "Chacune apporte quelque chose.",
    }),
    ("cloze", "when-to-walk", {
        "question": "I walk at a [[fixed|different]] moment each day.", "explanation": "A fixed moment is easier to keep.",
    }, {
        "question": "Je marche à un moment [[fixe|différent]] chaque jour.", "explanation": "Un moment fixe se garde mieux.",
    }),
]  # fmt: skip
SCENE_TITLES = {"en": "A walk put off", "fr": "Une marche remise à plus tard"}
SCENE_WORDS = {
    "en": {
        "scene_text": "{name} looks out of the window. The sun is out, the shoes wait at the door.",
        "scene_hint": "Think of a way that is short.",
        "scene_why": "A short way is easier to begin.",
        "scene_tip": "Put the shoes where you see them.",
        "say_safe-way": "Go round the house once",
        "then_safe-way": "The air is mild.",
        "say_other-way": "Stay in the armchair all day",
        "then_other-way": "The day is long.",
        "say_third-way": "Climb the hill without a break",
        "then_third-way": "The legs are heavy.",
    },
    "fr": {
        "scene_text": "{name} regarde par la fenêtre. Il fait soleil, les chaussures attendent à la porte.",
        "scene_hint": "Penser à un trajet court.",
        "scene_why": "Un trajet court est plus facile à commencer.",
        "scene_tip": "Poser les chaussures bien en vue.",
        "say_safe-way": "Faire une fois le tour de la maison",
        "then_safe-way": "L’air est doux.",
        "say_other-way": "Rester toute la journée au fauteuil",
        "then_other-way": "La journée est longue.",
        "say_third-way": "Monter la colline sans pause",
        "then_third-way": "Les jambes sont lourdes.",
    },
}
SCENE_DOES = {"now_third-way_gauges_0": "energy", "now_third-way_gauges_0_by": "-5"}
