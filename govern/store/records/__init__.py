"""Records: the rows, their relatives, who may see them, and finding them.

`rows` says what a record is when stored, `reading` finds one and its relatives, `writing` stores,
`locks` takes them for an act, `sight` says who sees what, `search` pages through it.
"""

from govern.store.records.locks import is_alone, lock, lock_family, lock_types
from govern.store.records.reading import (
    ancestors,
    any_opened,
    children,
    descendants,
    find,
    get,
    labels,
    many,
    of_type,
)
from govern.store.records.rows import Content, Row, content, number_key, stored_values
from govern.store.records.search import (
    SORTS,
    Comparison,
    Condition,
    Page,
    Search,
    search,
)
from govern.store.records.sight import visible
from govern.store.records.writing import insert, next_number, update

__all__ = [
    "SORTS",
    "Comparison",
    "Condition",
    "Content",
    "Page",
    "Row",
    "Search",
    "ancestors",
    "any_opened",
    "children",
    "content",
    "descendants",
    "find",
    "get",
    "insert",
    "is_alone",
    "labels",
    "lock",
    "lock_family",
    "lock_types",
    "many",
    "next_number",
    "number_key",
    "of_type",
    "search",
    "stored_values",
    "update",
    "visible",
]
