"""The scorer of sentences that chooses extractive summaries: a small network on what the summarizer-service knows of a sentence."""
