"""What is said of a question on its way in, in French and English: one sentence a code, with named fields."""

from collections.abc import Mapping

from courses.exchange.export_sentences import EXPORT_SENTENCES

SENTENCES: Mapping[str, tuple[str, str]] = EXPORT_SENTENCES | {
    # the whole file
    "not-text": (
        "Le fichier n’est pas du texte en UTF-8. Enregistrez-le en UTF-8, puis recommencez.",
        "The file is not text in UTF-8. Save it as UTF-8, then try again.",
    ),
    "too-big": (
        "Le fichier fait plus de {most} Mo. Partagez-le en plusieurs.",
        "The file is larger than {most} MB. Divide it into several.",
    ),
    "unknown-format": (
        "Ce n’est aucun des formats lus ici : GIFT, Moodle XML, QTI 2.1 ou 3.0, H5P, CSV, Markdown.",
        "This is none of the formats read here: GIFT, Moodle XML, QTI 2.1 or 3.0, H5P, CSV, Markdown.",
    ),
    "no-questions": ("Aucune question n’a été trouvée dans le fichier.", "No question was found in the file."),
    "too-many": (
        "Le fichier contient plus de {most} questions. Partagez-le en plusieurs.",
        "The file holds more than {most} questions. Divide it into several.",
    ),
    "xml-broken": (
        "Ligne {line} : le XML est mal formé. Exportez le fichier de nouveau depuis son programme.",
        "Line {line}: the XML is broken. Export the file again from its program.",
    ),
    "xml-doctype": (
        "Ligne {line} : le fichier déclare un DOCTYPE ou des entités, qui pourraient lire d’autres fichiers ou remplir la mémoire. "
        "Retirez cette déclaration, puis recommencez.",
        "Line {line}: the file declares a DOCTYPE or entities, which could read other files or fill the memory. "
        "Take the declaration out, then try again.",
    ),
    "xml-deep": (
        "Ligne {line} : des éléments sont imbriqués sur plus de {most} niveaux.",
        "Line {line}: elements stand inside one another more than {most} deep.",
    ),
    "zip-broken": (
        "L’archive ne peut pas être lue. Exportez-la de nouveau depuis son programme.",
        "The archive cannot be read. Export it again from its program.",
    ),
    "zip-big": (
        "L’archive contient plus de {files} fichiers ou plus de {most} Mo une fois ouverte.",
        "The archive holds more than {files} files, or more than {most} MB once opened.",
    ),
    "zip-path": (
        "L’archive nomme un fichier hors d’elle-même ({path}). Elle n’est pas ouverte.",
        "The archive names a file outside itself ({path}). It is not opened.",
    ),
    "no-column": (
        "La première ligne du tableau ne nomme pas la colonne « {name} ».",
        "The first line of the table does not name the column “{name}”.",
    ),
    # not taken
    "essay": (
        "une réponse longue à lire par quelqu’un ; il n’y a pas de genre pour cela ici",
        "a long answer that somebody reads; there is no kind for it here",
    ),
    "description": ("un texte sans réponse à donner", "a text without anything to answer"),
    "empty": ("une question sans énoncé ni réponse", "a question without words or answers"),
    "brace-open": (
        "l’accolade { n’est jamais fermée ; fermez-la par }, ou écrivez \\{ si elle fait partie des mots",
        "the brace { is never closed; close it with }, or write \\{ where it belongs to the words",
    ),
    "brace-close": (
        "une accolade } sans son { ; écrivez \\} si elle fait partie des mots",
        "a brace } without its {; write \\} where it belongs to the words",
    ),
    "two-blocks": (
        "deux groupes de réponses dans une même question ; séparez-les par une ligne vide",
        "two groups of answers in one question; put an empty line between them",
    ),
    "no-number": (
        "« {text} » n’est pas un nombre ; écrivez-le comme 38.5",
        "“{text}” is no number; write it like 38.5",
    ),
    "unread-answers": (
        "les réponses « {text} » ne peuvent pas être lues",
        "the answers “{text}” cannot be read",
    ),
    "kind": (
        "le genre « {kind} » n’existe pas ici",
        "there is no kind “{kind}” here",
    ),
    "formula": (
        "la bonne réponse est calculée avec des nombres tirés au hasard ; il n’y a pas de genre pour cela ici",
        "the right answer is computed from numbers drawn at random; there is no kind for it here",
    ),
    "on-picture": (
        "la réponse se place sur une image ; il n’y a pas de genre pour cela ici",
        "the answer is placed on a picture; there is no kind for it here",
    ),
    "several-parts": (
        "plusieurs questions dans une seule ({parts}) ; partagez-la",
        "several questions in one ({parts}); divide it",
    ),
    "no-answer-key": (
        "rien ne dit quelle est la bonne réponse",
        "nothing says which answer is right",
    ),
    "twice": (
        "la même question que celle de la ligne {line}",
        "the same question as in line {line}",
    ),
    "there": (
        "cette question est déjà dans le module (« {key} »)",
        "this question is already in the module (“{key}”)",
    ),
    "too-long": (
        "une question de plus de {most} signes",
        "a question of more than {most} characters",
    ),
    "failed": (
        "le programme a échoué sur cette question ({error}) ; dites-le aux développeurs",
        "the program failed on this question ({error}); tell the developers",
    ),
    "own-syntax": ("ligne {at} : {fr}", "line {at}: {en}"),
    "wordless": (
        "une réponse est une image, ou n’a pas de mots",
        "an answer is a picture, or has no words",
    ),
    # to be completed
    "no-words": ("la question n’a pas de mots ; écrivez-la", "the question has no words; write it"),
    "typed": (
        "une réponse à taper devient un choix ; ajoutez de mauvaises réponses. Acceptées là-bas : {spellings}",
        "an answer to type becomes a choice; add wrong ones. Accepted there: {spellings}",
    ),
    "star": (
        "« {text} » : une étoile y tenait lieu de n’importe quels mots ; l’orthographe acceptée est « {new} »",
        "“{text}”: a star stood there for any words; the spelling accepted is “{new}”",
    ),
    "typed-gap": (
        "le trou {gap} attendait un mot à taper ; ajoutez-lui d’autres choix",
        "gap {gap} asked for a word to type; add other choices to it",
    ),
    "several-right": (
        "plusieurs réponses suffisent chacune là-bas ; ici une seule : gardez-en une, ou passez en « multi » si toutes sont demandées",
        "there each of several answers is enough; here only one: keep one of them, or make it `multi` if all are asked for",
    ),
    "no-right": (
        "aucune réponse n’est marquée juste ; marquez-la",
        "no answer is marked right; mark it",
    ),
    "few-answers": (
        "moins de deux réponses ; ajoutez-en",
        "fewer than two answers; add some",
    ),
    "same-pairs": (
        "plusieurs lignes ont le même côté droit ; ici chacun doit être différent",
        "several rows have the same right side; here each must differ",
    ),
    "several-numbers": (
        "plusieurs nombres sont justes ({numbers}) ; le premier est gardé",
        "several numbers are right ({numbers}); the first is kept",
    ),
    # taken with a change
    "true-false": (
        "vrai ou faux devient un choix de deux réponses",
        "true or false becomes a choice of two answers",
    ),
    "partial": (
        "« {text} » valait {share} % ; ici une réponse est juste ou ne l’est pas",
        "“{text}” was worth {share} %; here an answer is right or not",
    ),
    "weights": (
        "les réponses avaient des poids différents ; ici chaque bonne réponse compte autant, et chaque autre retire autant",
        "the answers had different weights; here each right one counts the same, and each other one takes as much away",
    ),
    "range": (
        "de {low} à {high} devient {middle} ± {half}",
        "{low} to {high} becomes {middle} ± {half}",
    ),
    "percent-tolerance": (
        "une tolérance relative devient ± {half}",
        "a relative tolerance becomes ± {half}",
    ),
    "partial-number": (
        "une réponse à {share} % ({number}) est laissée",
        "an answer worth {share} % ({number}) is left out",
    ),
    "feedback-left": (
        "des retours sont laissés, ce genre n’en a pas : « {text} »",
        "feedback is left out, this kind has none: “{text}”",
    ),
    "other-feedback": (
        "le retour donné à toute autre réponse est laissé : « {text} »",
        "the feedback for any other answer is left out: “{text}”",
    ),
    "overall-feedback": (
        "le retour commun (juste, en partie, faux) est laissé : « {text} »",
        "the common feedback (right, partly, wrong) is left out: “{text}”",
    ),
    "extra-pairs": (
        "des côtés droits sans côté gauche sont laissés : {text}",
        "right sides without a left one are left out: {text}",
    ),
    "hints-joined": ("plusieurs indices deviennent un seul", "several hints become one"),
    "picture": (
        "une image est laissée{words} ; ajoutez-la par la page Images",
        "a picture is left out{words}; add it on the Pictures page",
    ),
    "media": ("un son, un film ou un objet est laissé", "a sound, film or object is left out"),
    "table": ("un tableau devient des lignes", "a table becomes lines"),
    "script": ("du code (script ou style) est laissé", "code (a script or a style) is left out"),
    "math": (
        "une formule reste en code TeX : {text}",
        "a formula stays as TeX code: {text}",
    ),
    "link": (
        "un lien garde ses mots et perd son adresse : {address}",
        "a link keeps its words and loses its address: {address}",
    ),
    "signs": (
        "des signes qui ont un sens ici dans les trous ( [ ] | ) sont remplacés",
        "signs that mean something in gaps here ( [ ] | ) are replaced",
    ),
    "units": (
        "d’autres unités étaient acceptées : {units}",
        "other units were accepted: {units}",
    ),
    "renamed": (
        "la clé « {key} » est prise ; la question devient « {new} »",
        "the key “{key}” is taken; the question becomes “{new}”",
    ),
    "not-shuffled": (
        "les réponses y étaient toujours dans cet ordre ; c’est gardé",
        "the answers always stood in this order there; that is kept",
    ),
    "tags": ("des étiquettes sont laissées : {tags}", "tags are left out: {tags}"),
    "all-or-nothing": (
        "toutes les bonnes réponses étaient exigées ; ici une partie compte",
        "every right answer was needed; here a part of them counts",
    ),
    "adaptive": (
        "ce qui s’affichait en cours de réponse est laissé",
        "what appeared while answering is left out",
    ),
    "points": (
        "elle valait {points} points ; ici chaque question compte autant",
        "it was worth {points} points; here each question counts the same",
    ),
    "rubric": (
        "une consigne pour qui corrige est laissée : « {text} »",
        "an instruction for whoever marks is left out: “{text}”",
    ),
    "line-row": (
        "une ligne de la grille par question : {row}",
        "one row of the grid becomes one question: {row}",
    ),
}  # fmt: skip
"""Code -> French, English. The sentences of one question begin small: they follow its name."""
