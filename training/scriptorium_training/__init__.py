"""Trains, measures and packages the small models that Scriptorium ships."""
