"""A store on a bad day, before any other: it fails, lets others come between, and remembers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from functions.domain.errors import Refusal
from functions.ports import Delete, Row, Store, StoreBusy


class BusyStore:
    """
    A :class:`functions.ports.Store` before another one, on a bad day.

    Its *fails_in*-th operation from now has no answer; a commit may have been written. Before
    the *others_in*-th, *others* do their work. *rows* are what was committed.
    """

    def __init__(self, inner: Store) -> None:
        self.inner, self.rows = inner, {}
        self.fails_in = self.others_in = self.commits = self.visits = 0
        self.fails = "reading"
        self.others: Callable[[], object] = lambda: None
        self.has_company = self.has_failed = False

    @property
    def is_disturbed(self) -> bool:
        return self.has_company or self.has_failed

    @property
    def has_bookings(self) -> bool:
        return any(key.startswith("book:") for _, key in self.rows)

    def get(self, partition, key):
        self._before("reading")
        return self.inner.get(partition, key)

    def range(self, partition, first, past):
        self._before("reading")
        return self.inner.range(partition, first, past)

    def commit(self, partition, operations):
        self._before("before")
        etags = self.inner.commit(partition, operations)
        self.commits += 1
        for operation, etag in zip(operations, etags, strict=True):
            if isinstance(operation, Delete):
                self.rows.pop((partition, operation.key), None)
            else:
                self.rows[partition, operation.key] = Row(operation.key, operation.data, etag)
        self._fail("after")
        return etags

    def will_fail(self, fails: str, operation: int) -> None:
        """Let the *operation*-th have no answer: `reading`, `before` or `after` writing."""
        self.fails, self.fails_in = fails, operation

    @contextmanager
    def left_alone(self) -> Iterator[None]:
        bad_luck = self.others_in, self.fails_in
        self.others_in = self.fails_in = 0
        yield
        self.others_in, self.fails_in = bad_luck

    def _before(self, kind: str) -> None:
        self.others_in -= 1
        if self.others_in == 0:
            with suppress(Refusal, StoreBusy):
                self.others()
            self.has_company = True
            self.visits += 1
        self._fail(kind)

    def _fail(self, kind: str) -> None:
        if kind == self.fails:
            self.fails_in -= 1
            if self.fails_in == 0:
                self.has_failed = True
                raise StoreBusy(kind)
