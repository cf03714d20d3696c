"""Measurements on public and own data sets; the folder that holds them is always an argument."""
