"""The op tables: one entry each, the function and one rule per argument."""
