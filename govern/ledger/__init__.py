"""What cannot be undone: entries, their chains, and what the tables must hold if they are true.

Border: bytes and plain values in, bytes and plain values out. No SQL, no clock, no randomness;
`store` persists what is sealed here and brings back what is verified here.
"""
