"""Five-way sentiment in four languages: a linear model over runs of tokens and words."""
