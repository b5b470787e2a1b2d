package dev.scriptorium.summarizer.candidate;

import dev.scriptorium.proto.document.v1.Place;

/**
 * A segment that may stand in a summary.
 *
 * @param segment its index within its part
 * @param window that it is in
 * @param opensBlock whether it is the first segment of its block
 * @param cut whether it is a piece of a longer sentence
 */
public record Candidate(int segment, int window, String text, Place place, boolean opensBlock, boolean cut) {}
