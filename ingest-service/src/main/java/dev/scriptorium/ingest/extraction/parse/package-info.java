/**
 * Bytes into blocks. Runs in the parsing process, but for plain text, which needs no parser. Imports nothing of the
 * service: a process that parses has no connection to anything.
 */
@NullMarked
package dev.scriptorium.ingest.extraction.parse;

import org.jspecify.annotations.NullMarked;
