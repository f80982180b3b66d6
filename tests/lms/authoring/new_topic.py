"""Words for a module on a new topic in both languages, and for one situation: what the walks through the editor type."""

from typing import Any

SOURCE = {
    "key": "sleep-guide", "title": "Bien dormir quand on aide", "organisation": "Institut du sommeil", "year": "2024",
    "url": "https://example.org/guides/bien-dormir", "seen": "excerpt", "checked_on": "2026-11-20", "valid_until": "2027-05-20",
}  # fmt: skip
OBJECTIVE = {"key": "sleep-well", "fr": "Protéger son sommeil quand on aide.", "en": "Protect one’s sleep while caring."}
COURSE, KEY, SCENE = "carer-nights", "carer-sleep", "a-short-night"
COURSE_FORM = {
    "audience": "caregiver", "title_fr": "Les nuits de celui qui aide", "title_en": "Nights of the one who cares",
    "summary_fr": "Dormir, veiller, se relayer.", "summary_en": "Sleeping, watching, taking turns.", "key": COURSE,
}  # fmt: skip
TITLES = {"fr": "Le sommeil de celui qui aide", "en": "Sleep for the one who cares"}
SUMMARY = {"fr": "Dormir assez pour continuer à aider.", "en": "Sleep enough to go on caring."}
BODY = {
    "fr": """## Pourquoi le sommeil compte {#why}

Qui dort mal se fatigue vite. [@sleep-guide]

Dormir aide à tenir dans la durée. [@sleep-guide]

## Le soir {#evening}

- Je me couche à la même heure. [@sleep-guide]
- Je pose mon téléphone avant le lit. [@sleep-guide]

::: note
Une sieste courte reste possible. [@sleep-guide]
:::

## Demander un relais {#relay}

Quelqu’un d’autre peut veiller la nuit. J’en parle à ma famille. [@sleep-guide]
""",
    "en": """## Why sleep matters {#why}

People who sleep badly tire fast. [@sleep-guide]

Sleep helps to keep going over time. [@sleep-guide]

## In the evening {#evening}

- I go to bed at the same time. [@sleep-guide]
- I put my phone away before bed. [@sleep-guide]

::: note
A short nap is still fine. [@sleep-guide]
:::

## Asking for relief {#relay}

Somebody else can keep watch at night. I talk about it with my family. [@sleep-guide]
""",
}
EASY = {
    "fr": """## Bien dormir {#why}

Je dors mal, je me fatigue vite. [@sleep-guide]

## Le soir {#evening}

Je me couche à la même heure. [@sleep-guide]

## Un relais {#relay}

Quelqu’un d’autre peut veiller la nuit. [@sleep-guide]
""",
    "en": """## Sleep well {#why}

If I sleep badly, I tire fast. [@sleep-guide]

## In the evening {#evening}

I go to bed at the same time. [@sleep-guide]

## Relief {#relay}

Somebody else can keep watch at night. [@sleep-guide]
""",
}
Question = dict[str, Any]
QUESTIONS: list[tuple[str, str, Question, Question]] = [
    ("truth", "sleep-helps", {
        "question": "Dormir aide à tenir dans la durée.", "text_0": "Vrai", "mark_0": "right", "feedback_0": "Oui, le repos soutient.",
        "text_1": "Faux", "feedback_1": "Le repos aide pourtant à tenir.",
    }, {
        "question": "Sleep helps to keep going.", "text_0": "True", "mark_0": "right", "feedback_0": "Yes, rest supports you.",
        "text_1": "False", "feedback_1": "Rest does help to keep going.",
    }),
    ("single", "evening-habit", {
        "question": "Que choisir le soir ?", "text_0": "Rester au lit devant un film jusqu’à minuit",
        "feedback_0": "L’écran tient éveillé.",
        "text_1": "Changer d’heure chaque soir selon son humeur", "feedback_1": "Le corps aime la régularité.",
        "text_2": "Se coucher à heure fixe", "mark_2": "right", "feedback_2": "Oui, la régularité aide.",
    }, {
        "question": "What is best in the evening?", "text_0": "Staying in bed with a film until midnight",
        "feedback_0": "The screen keeps you awake.",
        "text_1": "Changing the hour each evening as you feel", "feedback_1": "The body likes a routine.",
        "text_2": "Going to bed at a fixed time", "mark_2": "right", "feedback_2": "Yes, a routine helps.",
    }),
    ("single", "who-helps", {
        "question": "Qui peut prendre le relais la nuit ?", "text_0": "Personne, c’est à moi de rester éveillé",
        "feedback_0": "On ne tient pas longtemps seul.",
        "text_1": "Un autre membre de la famille", "mark_1": "right", "feedback_1": "Oui, on en parle ensemble.",
        "text_2": "Un inconnu trouvé par une annonce", "feedback_2": "Mieux vaut un visage familier.",
    }, {
        "question": "Who can take over at night?", "text_0": "Nobody, I am the one who must stay awake",
        "feedback_0": "Nobody lasts long alone.",
        "text_1": "Another member of the family", "mark_1": "right", "feedback_1": "Yes, you talk about it together.",
        "text_2": "A stranger from a small advertisement", "feedback_2": "A familiar face is better.",
    }),
    ("multi", "better-sleep", {
        "question": "Que puis-je faire pour mieux dormir ?", "text_0": "Garder l’écran allumé tout près du lit",
        "feedback_0": "La lumière gêne.",
        "text_1": "Poser le téléphone", "mark_1": "right", "feedback_1": "Oui, loin du lit.",
        "text_2": "Garder la même heure", "mark_2": "right", "feedback_2": "Oui, chaque soir.",
    }, {
        "question": "What can I do to sleep better?", "text_0": "Keep the screen lit close to the bed", "feedback_0": "Light disturbs.",
        "text_1": "Put the phone away", "mark_1": "right", "feedback_1": "Yes, far from the bed.",
        "text_2": "Keep the same time", "mark_2": "right", "feedback_2": "Yes, every evening.",
    }),
    ("number", "evenings", {
        "question": "Combien de soirs par semaine garder la même heure ?", "answer": "7",
        "explanation": "Les 7 soirs de la semaine.",
    }, {
        "question": "How many evenings a week does the hour stay the same?", "answer": "7",
        "explanation": "All 7 evenings of the week.",
    }),
    ("order", "evening-order", {
        "question": "Mettez la soirée en ordre.", "text_0": "Poser le téléphone", "text_1": "Éteindre la lampe",
        "text_2": "Fermer les yeux",
        "explanation": "Le téléphone quitte la chambre avant la nuit.",
    }, {
        "question": "Put the evening in order.", "text_0": "Put the phone away", "text_1": "Turn off the lamp", "text_2": "Close your eyes",
        "explanation": "The phone leaves the bedroom before the night.",
    }),
    ("match", "moments", {
        "question": "Associez chaque moment à son geste.", "text_0": "Le soir", "pair_0": "Une heure fixe", "text_1": "La nuit",
        "pair_1": "Un relais", "explanation": "Chaque moment a son geste.",
    }, {
        "question": "Match each moment with what helps.", "text_0": "The evening", "pair_0": "A fixed hour", "text_1": "The night",
        "pair_1": "Relief", "explanation": "Each moment has what helps.",
    }),
    ("cloze", "phone", {
        "question": "Je pose mon téléphone [[avant|après]] le coucher.", "explanation": "L’écran tient éveillé.",
    }, {
        "question": "I put my phone away [[before|after]] bedtime.", "explanation": "The screen keeps you awake.",
    }),
]  # fmt: skip
SCENE_TITLES = {"fr": "Une nuit trop courte", "en": "A night too short"}
SCENE_WORDS = {
    "fr": {
        "scene_text": "{name} ne dort pas. La maison est calme, la lampe reste allumée.",
        "scene_hint": "Penser à la lumière de la chambre.",
        "scene_why": "Une chambre sombre aide à se rendormir.",
        "scene_tip": "Préparer la chambre avant le soir.",
        "say_safe-way": "Éteindre l’écran et respirer lentement",
        "then_safe-way": "La maison redevient calme.",
        "say_other-way": "Regarder un film jusqu’au matin",
        "then_other-way": "La journée qui suit est lourde.",
        "say_third-way": "Se lever et ranger toute la cuisine",
        "then_third-way": "Le corps se réveille tout à fait.",
    },
    "en": {
        "scene_text": "{name} cannot sleep. The house is quiet, the lamp still on.",
        "scene_hint": "Think of the light in the bedroom.",
        "scene_why": "A dark bedroom helps to fall asleep again.",
        "scene_tip": "Prepare the bedroom before evening.",
        "say_safe-way": "Turn off the screen and breathe slowly",
        "then_safe-way": "The house is quiet again.",
        "say_other-way": "Watch a film until the morning",
        "then_other-way": "The day that follows is heavy.",
        "say_third-way": "Get up and tidy the whole kitchen",
        "then_third-way": "The body wakes up for good.",
    },
}
"""Box of the form -> words."""
SCENE_DOES = {"now_third-way_gauges_0": "energy", "now_third-way_gauges_0_by": "-5"}
"""What one of the choices does, by form."""
