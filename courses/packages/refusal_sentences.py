"""What is said of a package that is not taken, in French and English: what is wrong, where, and what to do."""

from collections.abc import Mapping

from courses.exchange import remarks
from courses.exchange.questions import Remark
from courses.text.typography import typeset

_ASK = ("Demandez un fichier corrigé à qui publie ce cours.", "Ask whoever publishes this course for a corrected file.")


def _line(french: str, english: str) -> tuple[str, str]:
    """A sentence about one line of cmi5.xml, with what to do."""
    return f"cmi5.xml, ligne {{line}} : {french} {_ASK[0]}", f"cmi5.xml, line {{line}}: {english} {_ASK[1]}"


SENTENCES: Mapping[str, tuple[str, str]] = {
    "cmi5-none": (
        "Ce fichier n’est ni un cmi5.xml, ni une archive zip qui en contient un. Un paquet SCORM ne se lit pas ici : demandez à qui "
        "publie ce cours sa version cmi5.",
        "This file is neither a cmi5.xml nor a zip archive that holds one. A SCORM package is not played here: ask whoever publishes "
        "this course for its cmi5 version.",
    ),
    "cmi5-below": (
        "cmi5.xml se trouve dans le dossier {path} de l’archive, et non à sa racine. Compressez le contenu de ce dossier, pas le dossier.",
        "cmi5.xml stands in the folder {path} of the archive, not at its root. Compress what is in that folder, not the folder.",
    ),
    "cmi5-long": (
        "cmi5.xml dépasse {most} Ko. Partagez le cours en plusieurs.",
        "cmi5.xml is larger than {most} KB. Divide the course into several.",
    ),
    "cmi5-root": _line(
        "l’élément « {name} » n’est pas un courseStructure de la norme cmi5, première édition (Quartz).",
        "the element “{name}” is not a courseStructure of the standard cmi5, first edition (Quartz).",
    ),
    "cmi5-missing": _line("il manque {name} à l’élément « {of} ».", "{name} is missing in the element “{of}”."),
    "cmi5-id": _line(
        "l’identifiant « {value} » n’est pas un IRI complet, comme https://exemple.org/cours/1.",
        "the id “{value}” is no full IRI, such as https://example.org/course/1.",
    ),
    "cmi5-twice": _line("l’identifiant « {value} » sert déjà plus haut.", "the id “{value}” is used already further up."),
    "cmi5-value": _line(
        "« {value} » n’est pas une valeur possible de {name}. Possibles : {known}.",
        "“{value}” is no possible value of {name}. Possible: {known}.",
    ),
    "cmi5-score": _line(
        "masteryScore vaut « {value} » ; c’est un nombre décimal de 0 à 1.",
        "masteryScore is “{value}”; it is a decimal number from 0 to 1."
    ),
    "cmi5-words": _line("{name} dépasse {most} signes.", "{name} is longer than {most} signs."),
    "cmi5-scheme": _line(
        "l’adresse « {value} » n’est ni un fichier de l’archive, ni une adresse https. Ce site n’ouvre rien d’autre.",
        "the address “{value}” is neither a file of the archive nor an https address. This site opens nothing else.",
    ),
    "cmi5-file": _line(
        "« {value} » n’est pas un fichier de l’archive.",
        "“{value}” is no file of the archive.",
    ),
    "cmi5-no-archive": _line(
        "« {value} » est un fichier, et cmi5.xml est venu seul. Envoyez l’archive zip entière.",
        "“{value}” is a file, and cmi5.xml came alone. Send the whole zip archive.",
    ),
    "cmi5-empty": _line("l’élément « {of} » ne contient aucune unité (au).", "the element “{of}” holds no unit (au)."),
    "cmi5-many": (
        "cmi5.xml contient plus de {most} unités. Partagez le cours.",
        "cmi5.xml holds more than {most} units. Divide the course.",
    ),
    "zip-many": (
        "L’archive contient plus de {files} fichiers ou plus de {most} Mo une fois ouverte. Rien n’a été gardé.",
        "The archive holds more than {files} files, or more than {most} MB once opened. Nothing was kept.",
    ),
    "zip-link": (
        "L’archive contient un lien ({path}), qui pourrait mener hors d’elle. Remplacez-le par le fichier, puis recommencez.",
        "The archive holds a link ({path}), which could lead out of it. Put the file in its place, then try again.",
    ),
    "zip-same": (
        "L’archive nomme deux fois le même fichier, ou deux fichiers que seules les majuscules distinguent ({path}). Renommez-en un.",
        "The archive names the same file twice, or two files that only capitals tell apart ({path}). Rename one of them.",
    ),
    "zip-name": (
        "L’archive nomme un fichier que ce site ne peut pas écrire ({path}). Renommez-le, puis recommencez.",
        "The archive names a file that this site cannot write ({path}). Rename it, then try again.",
    ),
}  # fmt: skip


def sentence(why: Remark, language: str) -> str:
    """In French or English, with its fields set in."""
    if why.code not in SENTENCES:
        return remarks.sentence(why, language)
    text = SENTENCES[why.code][language != "fr"]
    for name, value in why.fields:
        text = text.replace(f"{{{name}}}", value)
    return typeset(text, language)
