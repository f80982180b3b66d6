"""Names of nameless cards: birds, trees and flowers. Staff of a cohort know a patient by the name on her card."""

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, str]] = {
    "kingfisher": ("Martin-pêcheur", "Kingfisher"),
    "lime": ("Tilleul", "Lime tree"),
    "swallow": ("Hirondelle", "Swallow"),
    "broom": ("Genêt", "Broom"),
    "robin": ("Rouge-gorge", "Robin"),
    "beech": ("Hêtre", "Beech"),
    "heron": ("Héron", "Heron"),
    "poppy": ("Coquelicot", "Poppy"),
    "wren": ("Troglodyte", "Wren"),
    "birch": ("Bouleau", "Birch"),
    "lark": ("Alouette", "Lark"),
    "iris": ("Iris", "Iris"),
    "owl": ("Chouette", "Owl"),
    "maple": ("Érable", "Maple"),
    "swift": ("Martinet", "Swift"),
    "violet": ("Violette", "Violet"),
    "oriole": ("Loriot", "Oriole"),
    "chestnut": ("Châtaignier", "Chestnut"),
    "egret": ("Aigrette", "Egret"),
    "thyme": ("Thym", "Thyme"),
    "goldfinch": ("Chardonneret", "Goldfinch"),
    "cedar": ("Cèdre", "Cedar"),
    "plover": ("Pluvier", "Plover"),
    "clover": ("Trèfle", "Clover"),
    "nuthatch": ("Sittelle", "Nuthatch"),
    "rowan": ("Sorbier", "Rowan"),
    "tern": ("Sterne", "Tern"),
    "daisy": ("Pâquerette", "Daisy"),
    "blackbird": ("Merle", "Blackbird"),
    "walnut": ("Noyer", "Walnut"),
    "gull": ("Goéland", "Gull"),
    "lavender": ("Lavande", "Lavender"),
    "hoopoe": ("Huppe", "Hoopoe"),
    "elder": ("Sureau", "Elder"),
    "stork": ("Cigogne", "Stork"),
    "cornflower": ("Bleuet", "Cornflower"),
    "finch": ("Pinson", "Finch"),
    "willow": ("Osier", "Willow"),
    "puffin": ("Macareux", "Puffin"),
    "primrose": ("Primevère", "Primrose"),
    "tit": ("Mésange", "Blue tit"),
    "hazel": ("Noisetier", "Hazel"),
    "avocet": ("Avocette", "Avocet"),
    "heather": ("Bruyère", "Heather"),
    "warbler": ("Fauvette", "Warbler"),
    "hornbeam": ("Charme", "Hornbeam"),
    "falcon": ("Faucon", "Falcon"),
    "mimosa": ("Mimosa", "Mimosa"),
}
"""Key -> words in French and English. Nothing sad, nothing that means an illness, a remedy or a person."""


def words(label: str, language: str) -> str:
    """`Tilleul`, and `Tilleul 2` for the second of that name in a cohort. label: `lime` or `lime-2`."""
    key, _, number = label.partition("-")
    name = NAMES.get(key, (key, key))[0 if language == "fr" else 1]
    return f"{name} {number}" if number else name


def label_at(place: int) -> str:
    """The label of a place from 0: `kingfisher`, `lime`, …; once all names are used, `kingfisher-2` and so on, without end."""
    round_before, at = divmod(place, len(NAMES))
    key = tuple(NAMES)[at]
    return f"{key}-{round_before + 1}" if round_before else key
