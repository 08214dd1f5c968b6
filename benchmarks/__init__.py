"""Benchmarks: what the hot paths cost, as ratios to a reference measured in the same run.

`python -m benchmarks` runs all and prints one table. Nothing here is asserted by tests: figures
depend on the machine, ratios much less.
"""
