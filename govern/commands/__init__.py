"""Everything that changes something, one module a noun; each takes a `Work` first.

A command judges, stores, and appends one entry for each subject it touched, all with one act id.
"""
