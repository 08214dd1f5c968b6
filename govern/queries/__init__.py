"""Everything that only looks, in the published shapes; each takes a `Work` first."""
