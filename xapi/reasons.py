"""The words for each reason code of the checks, in English and French."""

from xapi.errors import Problem

REASONS: dict[str, tuple[str, str]] = {
    "missing": ("this property is required", "cette propriété est obligatoire"),
    "unknown_property": ("the specification knows no such property here", "la norme ne connaît pas cette propriété ici"),
    "property_twice": ("this property stands twice in its object", "cette propriété figure deux fois dans son objet"),
    "not_object": ("a JSON object is expected", "un objet JSON est attendu"),
    "not_array": ("a JSON array is expected", "un tableau JSON est attendu"),
    "not_text": ("a text is expected", "un texte est attendu"),
    "not_boolean": ("true or false is expected", "true ou false est attendu"),
    "not_number": ("a number is expected", "un nombre est attendu"),
    "number_too_large": ("this number is larger than a double can hold", "ce nombre dépasse ce qu’un double peut contenir"),
    "not_iri": ("a full IRI is expected, with its scheme", "un IRI complet est attendu, avec son schéma"),
    "not_uuid": ("a UUID is expected", "un UUID est attendu"),
    "not_mailbox": ("mailto: and one address is expected", "mailto: et une adresse est attendu"),
    "not_sha1": ("40 hexadecimal digits are expected", "40 chiffres hexadécimaux sont attendus"),
    "not_sha2": ("a SHA-2 in hexadecimal is expected", "une empreinte SHA-2 en hexadécimal est attendue"),
    "not_time": ("a time is expected, as 2026-11-23T19:04:13Z", "une date et heure est attendue, comme 2026-11-23T19:04:13Z"),
    "not_duration": ("an ISO 8601 duration is expected, as PT1M30S", "une durée ISO 8601 est attendue, comme PT1M30S"),
    "not_language": ("a language tag of RFC 5646 is expected, as fr-CA", "un code de langue RFC 5646 est attendu, comme fr-CA"),
    "not_media_type": ("a media type is expected, as text/plain", "un type de média est attendu, comme text/plain"),
    "object_type": ("objectType must be one of:", "objectType doit être l’un de :"),
    "one_identifier": (
        "exactly one of mbox, mbox_sha1sum, openid, account is expected",
        "un seul de mbox, mbox_sha1sum, openid, account est attendu",
    ),
    "authority_group": (
        "an authority that is a group is anonymous and has exactly two members",
        "une autorité qui est un groupe est anonyme et compte deux membres",
    ),
    "interaction_type": ("this is no interaction type of the specification", "ce type d’interaction n’est pas dans la norme"),
    "component_misplaced": ("this list goes only with interactionType:", "cette liste ne va qu’avec interactionType :"),
    "component_twice": ("this id stands twice in its list", "cet identifiant figure deux fois dans sa liste"),
    "scaled_range": ("scaled goes from -1 to 1", "scaled va de -1 à 1"),
    "score_range": ("min must be below max, and raw between them", "min doit être sous max, et raw entre les deux"),
    "only_with_activity": ("allowed only when the object is an activity", "permis seulement si l’objet est une activité"),
    "sub_nested": ("a sub-statement cannot hold another", "un SubStatement ne peut en contenir un autre"),
    "void_target": ("a voiding statement points at a StatementRef", "une annulation vise un StatementRef"),
    "version": ("the version must fit the request:", "la version doit convenir à la requête :"),
    "empty": ("at least one element is expected", "au moins un élément est attendu"),
    "too_deep": ("objects are nested deeper than allowed:", "les objets sont imbriqués plus que permis :"),
}


def sentence(problem: Problem, language: str = "en") -> str:
    """`$.result.score.scaled: scaled goes from -1 to 1`. language: fr or en; English for any other."""
    english, french = REASONS[problem.code]
    words = french if language == "fr" else english
    return f"{problem.path}: {words} {problem.detail}".rstrip()
