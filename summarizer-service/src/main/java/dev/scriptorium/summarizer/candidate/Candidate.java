package dev.scriptorium.summarizer.candidate;

import dev.scriptorium.proto.document.v1.Place;

/**
 * A segment that may stand in a summary.
 *
 * @param segment its index within its part
 * @param window that it is in
 * @param opensSection whether it is the first sentence under a heading
 * @param cut whether it is a piece of a longer sentence
 */
public record Candidate(int segment, int window, String text, Place place, boolean opensSection, boolean cut) {}
