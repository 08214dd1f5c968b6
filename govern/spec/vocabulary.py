"""Every closed set of the language, each word with the sentence the documentation shows.

A word is declared here, read in `grammar` and `builder`, carried out in `rules`; tests assert
that the three, the published JSON Schema and `docs/language.md` name the same words.
"""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A word of the language; `meaning` is its sentence in the documentation."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Word:
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        return word


class FieldKind(Word):
    TEXT = "text", "One line of text."
    LONG_TEXT = "long_text", "Text of several lines."
    INTEGER = "integer", "A whole number of 32 bits."
    NUMBER = "number", "An exact decimal number of up to 15 significant digits."
    MONEY = "money", "An exact amount in the workflow's currency."
    PERCENT = "percent", "A percentage: 12.5 is twelve and a half per cent."
    DATE = "date", "A calendar day, as 2026-03-31."
    DATETIME = "datetime", "A moment with its zone, kept in UTC."
    DURATION = "duration", "A length of time, as `2 weeks`, `3 days` or `4 hours`."
    BOOLEAN = "boolean", "True or false."
    CHOICE = "choice", "One of the values listed under `of`."
    CHOICES = "choices", "Any of the values listed under `of`."
    PERSON = "person", "One person; may be used wherever a role may."
    PEOPLE = "people", "Several people; may be used wherever a role may."
    ROLE = "role", "The name of a role; whoever holds it on the record is meant."
    LINK = "link", "Another record, of one of the types under `to`."
    LINKS = "links", "Several other records, of the types under `to`."
    TABLE = "table", "Rows of the `columns` declared."


class FinalOutcome(Word):
    SUCCESS = "success", "The record ended as intended."
    FAILURE = "failure", "The record ended without reaching what it was for."
    CANCELLED = "cancelled", "The record was called off."


class GuardWord(Word):
    CHECK = "check", "An expression over the record that must be true."
    RULE = "rule", "A rule named once under `rules`."
    CHILDREN = "children", "What must hold for the records within this one."
    PARENT = "parent", "What must hold for the record this one is within."
    SIBLINGS = "siblings", "What must hold for the other records within the same parent."
    LINKED = "linked", "What must hold for the records a link field names."
    RECORDS = "records", "What must hold for all records of a type."
    UNIQUE = "unique", "No other record may have the same values in these fields."


class Quantifier(Word):
    ALL = "all", "Every one must satisfy `where`; none at all passes."
    ANY = "any", "At least one must satisfy `where`."
    NONE = "none", "Not one may satisfy `where`."
    COUNT = "count", "Exactly so many must satisfy `where`."
    AT_LEAST = "at_least", "So many or more must satisfy `where`."
    ALL_IN = "all_in", "Every one must be in one of these states; none at all passes."


class Level(Word):
    MUST = "must", "The guard holds the move back."
    WARN = "warn", "The guard only warns: a should, not a must."


class EffectWord(Word):
    SET = "set", "Writes, clears or stamps fields of this record."
    OPEN = "open", "Opens another record."
    FIRE = "fire", "Fires a transition of other records."
    PRINT = "print", "Issues a document."


class TermKind(Word):
    ROLE = "role", "Whoever holds the role on the record or above it."
    FIELD = "field", "The people a person, people or role field names, also through dots."
    REQUESTER = "requester", "Who opened the record."
    EDITORS = "editors", "Everyone who changed a field since the record was opened."
    ANYONE = "anyone", "Everyone who is signed in and sees the record."
    SYSTEM = "system", "An effect of another record, and no person."
    FIRED = "fired", "Everyone who ever fired the transition on this record."
    LAST = "last", "Who fired the transition last."
    ALL = "all", "Only those who satisfy all the terms listed."
