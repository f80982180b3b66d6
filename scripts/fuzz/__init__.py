"""Guided fuzz of what reads bytes of strangers: `make fuzz`. Kept inputs stand in tests/fuzz/inputs, and each test run reads them."""
