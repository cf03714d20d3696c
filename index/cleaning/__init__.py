"""A raw text in, its stories out: lines joined, furniture dropped, cut sentences made whole."""
