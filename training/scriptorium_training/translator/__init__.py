"""The English-German translator."""
