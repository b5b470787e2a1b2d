"""Five-way sentiment on the encoder of the sentence embeddings."""
