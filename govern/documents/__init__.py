"""What is printed: a frozen snapshot of a record becomes one PDF file.

`snapshot` freezes the plain inputs, `composition` fills the template in, `printer` has the page
set in a confined child process and hands back bytes that are the same for the same snapshot.
Nothing in here knows a store, a clock or a rule: what is not in the snapshot is not on the paper.
"""
