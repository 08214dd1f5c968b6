"""What a workflow may say: the words, the strict reader of files, and the frozen model of them.

`reader` turns files into a `catalog`; `model` is what everybody else sees of a definition.
Nothing here decides about records: that is the business of `rules`.
"""
