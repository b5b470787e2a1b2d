/** What happened to jobs and documents, for those who follow them. */
@NullMarked
package dev.scriptorium.ingest.event;

import org.jspecify.annotations.NullMarked;
