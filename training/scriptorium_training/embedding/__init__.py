"""Sentence vectors that are alike for alike meanings, across four languages."""
