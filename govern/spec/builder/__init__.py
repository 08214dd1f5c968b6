"""From shaped nodes to the frozen model, in two looks: all files are declared by name first and
built afterwards, because `parent.x` and `children.NAME` refer from one file to another.
"""
