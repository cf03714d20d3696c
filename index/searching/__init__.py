"""Texts to vectors and terms, and the stores that are searched by them."""
