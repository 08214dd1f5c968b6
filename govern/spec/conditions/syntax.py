"""From tokens to a tree: the grammar of CEL that is left when maps, messages and bytes are gone.

    expression  = either [ "?" either ":" expression ]
    either      = both { "||" both }            both    = relation { "&&" relation }
    relation    = sum { ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") sum }
    sum         = product { ("+" | "-") product }
    product     = unary { ("*" | "/" | "%") unary }
    unary       = { "!" | "-" } postfix
    postfix     = primary { "." NAME [ "(" arguments ")" ] | "[" expression "]" }
    primary     = literal | NAME [ "(" arguments ")" ] | "(" expression ")" | "[" arguments "]"

A text that does not fit ends at its first problem: what would follow is guesswork.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from govern.spec.conditions.problems import ProblemCode
from govern.spec.conditions.tokens import Token, TokenKind, refuse, tokenize
from govern.spec.conditions.tree import (
    DEEPEST,
    Both,
    Call,
    Chain,
    Choose,
    Compare,
    Either,
    Index,
    ListOf,
    Literal,
    Macro,
    Member,
    Negate,
    Node,
    Not,
    Path,
    Within,
)

MACROS: dict[str, str] = {
    "all": "`list.all(x, p)`: p holds for every member x; an empty list passes.",
    "exists": "`list.exists(x, p)`: p holds for at least one member x.",
    "exists_one": "`list.exists_one(x, p)`: p holds for exactly one member x.",
    "filter": "`list.filter(x, p)`: the members x for which p holds.",
    "map": "`list.map(x, e)`: the list of what e is for each member x.",
}
"""The macros, each with its sentence in the documentation."""

_LITERALS = {"true": True, "false": False, "null": None}
_RELATIONS = ("==", "!=", "<", "<=", ">", ">=", "in")
_WORDS = {
    "and": "write && for and",
    "or": "write || for or",
    "not": "write ! for not",
    "is": "write == to compare",
    "between": "write a <= x && x <= b",
    "like": "write text.contains(part)",
}
AnyNode = TypeVar("AnyNode", bound=Node)


def parse(text: str) -> Node:
    """The tree of `text`; ConditionError with one problem where it is no expression."""
    return _Parser(text).whole()


class _Parser:
    """Reads one text. `depths` remembers how deep each node made so far nests."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.at = 0
        self.nesting = 0
        self.depths: dict[Node, int] = {}

    def whole(self) -> Node:
        if self._at_end():
            refuse(0, 0, "the expression is empty")
        node = self._expression()
        return node if self._at_end() else self._unexpected()

    # --- tokens

    @property
    def next(self) -> Token:
        """The token that is read next; nothing is taken."""
        return self.tokens[self.at]

    @property
    def ended(self) -> int:
        """Where the token taken last ends."""
        return self.tokens[self.at - 1].end

    def _at_end(self) -> bool:
        return self.next.kind is TokenKind.END

    def _take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _sees(self, *signs: str) -> bool:
        token = self.next
        return token.text in signs and token.kind in (TokenKind.SIGN, TokenKind.NAME)

    def _takes(self, sign: str) -> bool:
        """Whether `sign` is next; if so it is taken."""
        if self._sees(sign):
            self.at += 1
            return True
        return False

    def _expect(self, sign: str) -> Token:
        if not self._sees(sign):
            self._unexpected(f"a `{sign}` is missing")
        return self._take()

    def _unexpected(self, hint: str = "") -> NoReturn:
        token = self.next
        if token.kind is TokenKind.END:
            refuse(token.start, token.end, "the expression ends too early", hint)
        hint = _WORDS.get(token.text.lower(), hint)
        refuse(token.start, token.end, f"`{token.text}` is not expected here", hint)

    # --- bounds

    def _made(self, node: AnyNode) -> AnyNode:
        """The node, once it is known not to nest too deeply."""
        depth = 1 + max((self.depths[child] for child in node.children()), default=0)
        if depth > DEEPEST:
            self._too_deep(node.start, node.end)
        self.depths[node] = depth
        return node

    def _too_deep(self, start: int, end: int) -> NoReturn:
        message = f"the expression nests deeper than {DEEPEST} levels"
        refuse(start, end, message, "name parts of it under `rules`", ProblemCode.TOO_LARGE)

    # --- grammar

    def _expression(self) -> Node:
        self.nesting += 1
        if self.nesting > DEEPEST:
            self._too_deep(self.next.start, self.next.end)
        start = self.next.start
        node = self._either()
        if self._takes("?"):
            yes = self._either()
            self._expect(":")
            no = self._expression()
            node = self._made(Choose(start, self.ended, node, yes, no))
        self.nesting -= 1
        return node

    def _either(self) -> Node:
        return self._joined("||", self._both, Either)

    def _both(self) -> Node:
        return self._joined("&&", self._relation, Both)

    def _joined(self, sign: str, part: Callable[[], Node], made: type[Both] | type[Either]) -> Node:
        start, parts = self.next.start, [part()]
        while self._takes(sign):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return self._made(made(start, self.ended, tuple(parts)))

    def _relation(self) -> Node:
        start, left = self.next.start, self._sum()
        while self._sees(*_RELATIONS):
            sign = self._take().text
            right = self._sum()
            if sign == "in":
                left = self._made(Within(start, self.ended, left, right))
            else:
                left = self._made(Compare(start, self.ended, sign, left, right))
        return left

    def _sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/", "%"), self._unary)

    def _chain(self, signs: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        start, first = self.next.start, operand()
        rest: list[tuple[str, Node]] = []
        while self._sees(*signs):
            sign = self._take().text
            rest.append((sign, operand()))
        if not rest:
            return first
        return self._made(Chain(start, self.ended, first, tuple(rest)))

    def _unary(self) -> Node:
        signs: list[Token] = []
        while self._sees("!", "-"):
            signs.append(self._take())
        node = self._postfix()
        for sign in reversed(signs):
            made = Not if sign.text == "!" else Negate
            node = self._made(made(sign.start, self.ended, node))
        return node

    def _postfix(self) -> Node:
        start, node = self.next.start, self._primary()
        while True:
            if self._takes("."):
                node = self._behind_dot(start, node)
            elif self._takes("["):
                at = self._expression()
                node = self._made(Index(start, self._expect("]").end, node, at))
            else:
                return node

    def _behind_dot(self, start: int, node: Node) -> Node:
        name = self._name()
        if self._takes("("):
            if name.text in MACROS:
                return self._macro(start, node, name)
            args, end = self._arguments(")")
            return self._made(Call(start, end, name.text, (node, *args), name.start, True))
        if isinstance(node, Path):
            names, ends = (*node.names, name.text), (*node.ends, name.end)
            return self._made(Path(start, name.end, names, ends))
        return self._made(Member(start, name.end, node, name.text))

    def _macro(self, start: int, over: Node, name: Token) -> Node:
        variable = self._name()
        self._expect(",")
        body = self._expression()
        end = self._expect(")").end
        return self._made(Macro(start, end, name.text, over, variable.text, body))

    def _name(self) -> Token:
        if self.next.kind is not TokenKind.NAME or self.next.text in (*_LITERALS, "in"):
            self._unexpected("a name belongs here")
        return self._take()

    def _primary(self) -> Node:
        token = self._take()
        if token.kind in (TokenKind.NUMBER, TokenKind.TEXT):
            return self._made(Literal(token.start, token.end, token.value))
        if token.kind is TokenKind.NAME and token.text != "in":
            return self._named(token)
        if token.text == "(":
            return self._in_parentheses()
        if token.text == "[":
            items, end = self._arguments("]")
            return self._made(ListOf(token.start, end, items))
        self.at -= 1
        return self._unexpected()

    def _in_parentheses(self) -> Node:
        node = self._expression()
        self._expect(")")
        return node

    def _named(self, token: Token) -> Node:
        if token.text in _LITERALS:
            return self._made(Literal(token.start, token.end, _LITERALS[token.text]))
        if token.text.lower() == "not" and self.next.kind is not TokenKind.SIGN:
            refuse(token.start, token.end, f"`{token.text}` is not expected here", _WORDS["not"])
        if self._takes("("):
            args, end = self._arguments(")")
            return self._made(Call(token.start, end, token.text, args, token.start))
        return self._made(Path(token.start, token.end, (token.text,), (token.end,)))

    def _arguments(self, closing: str) -> tuple[tuple[Node, ...], int]:
        """What stands between commas up to `closing`, and where that ends."""
        items: list[Node] = []
        while not self._sees(closing):
            if items and not self._takes(","):
                self._unexpected(f"a `,` or a `{closing}` is missing")
            items.append(self._expression())
        return tuple(items), self._take().end
