"""What a citizen should have ready for the call, as the mail of the confirmation says it too."""

from functions.domain.booking import Language
from functions.domain.service import Service


def to_have_ready(service: Service, language: Language) -> dict[str, list[str]]:
    """Return the documents that a source names, and apart from them those we only expect."""
    documents = service.further_documents
    return {
        "found": [each.in_language(language) for each in documents if not each.reconstructed],
        "perhaps": [each.in_language(language) for each in documents if each.reconstructed],
    }
