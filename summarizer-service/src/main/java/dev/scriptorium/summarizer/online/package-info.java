/** The interactive lane: one short text, summarized while the client waits. */
@NullMarked
package dev.scriptorium.summarizer.online;

import org.jspecify.annotations.NullMarked;
