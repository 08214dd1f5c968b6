"""Records: the rows, their relatives, who may see them, and finding them.

`rows` says what a record is when stored, `reading` finds one and its relatives, `writing` stores,
`locks` takes them for an act, `sight` says who sees what, `search` pages through it.
"""

from govern.store.records.locks import lock, lock_family
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
    roots,
    siblings,
)
from govern.store.records.rows import Content, Row, content, folded, number_key
from govern.store.records.search import (
    SORTS,
    Comparison,
    Condition,
    Page,
    Search,
    search,
)
from govern.store.records.sight import reads_all, visible
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
    "folded",
    "get",
    "insert",
    "labels",
    "lock",
    "lock_family",
    "many",
    "next_number",
    "number_key",
    "of_type",
    "reads_all",
    "roots",
    "search",
    "siblings",
    "update",
    "visible",
]
