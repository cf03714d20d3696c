"""Words of time in, the date an article is of and the period a sentence speaks of out."""
