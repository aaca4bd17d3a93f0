"""
What has gone and still has to lead somewhere: retired services, old names, closed centres.

Whatever is named as a successor must be there today, in one step: nobody is sent from one
closed door to the next.
"""

from collections.abc import Iterator

from functions.adapters.catalog_draft import Draft
from functions.adapters.catalog_entries import Entry
from functions.adapters.yaml_marks import Fault
from functions.domain.catalog import Centre, Closed, Retired, Service


def check_former(draft: Draft) -> Iterator[Fault]:
    """Yield what is wrong with what is no longer there."""
    yield from _check_renamed(draft)
    for entry in filter(None, draft.service_entries.values()):
        if entry.value and entry.value.retired:
            yield from _check_retired(entry, entry.value, entry.value.retired, draft)
    for place in filter(None, draft.centres.values()):
        if place.value and place.value.closed:
            yield from _check_closed(place, place.value, place.value.closed, draft)


def _check_renamed(draft: Draft) -> Iterator[Fault]:
    names, entries, renamed = draft.renamed_services, draft.service_entries, draft.renamed
    if renamed is None:
        return
    for old, present in names.items():
        if old in entries:
            yield renamed.key_fault("renamed_in_use", "services", old, value=old)
        if present in names:
            other = names[present]
            yield renamed.fault("renamed_again", "services", old, value=present, other=other)
        elif present not in entries:
            yield renamed.fault("unknown_service", "services", old, value=present)


def _check_retired(
    entry: Entry[Service], service: Service, retired: Retired, draft: Draft
) -> Iterator[Fault]:
    if retired.on > service.reviewed:
        reviewed = service.reviewed.isoformat()
        yield entry.fault("retired_unreviewed", "retired", "on", value=reviewed)
    path, successor = ("retired", "replaced_by"), retired.replaced_by
    if successor is None:
        return
    names, entries = draft.renamed_services, draft.service_entries
    if successor in names:
        yield entry.fault("renamed_again", *path, value=successor, other=names[successor])
    elif successor not in entries:
        yield entry.fault("unknown_service", *path, value=successor)
    elif (other := entries[successor]) and other.value and other.value.retired:
        yield entry.fault("retired_successor", *path, value=successor)


def _check_closed(
    entry: Entry[Centre], centre: Centre, closed: Closed, draft: Draft
) -> Iterator[Fault]:
    if closed.instead is not None:
        yield from _check_instead(entry, closed.instead, draft)
    if not centre.point_of_single_contact and _was_last(centre, draft):
        yield entry.key_fault("closed_last", "closed", value=centre.municipality)


def _check_instead(entry: Entry[Centre], instead: str, draft: Draft) -> Iterator[Fault]:
    if instead not in draft.centres:
        yield entry.fault("unknown_centre", "closed", "instead", value=instead)
    elif (other := draft.centres[instead]) and other.value and other.value.closed:
        yield entry.fault("closed_instead", "closed", "instead", value=instead)


def _was_last(centre: Centre, draft: Draft) -> bool:
    """Tell whether the municipality has no other KEP; what could not be read may be one."""
    others = [entry.value if entry else None for entry in draft.centres.values()]
    return not any(
        other is None
        or (
            other.municipality == centre.municipality
            and other.closed is None
            and not other.point_of_single_contact
        )
        for other in others
    )
