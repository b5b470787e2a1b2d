/**
 * Parsing in child processes that can be killed. They speak length-delimited Protobuf on stdin and stdout, never Java
 * serialisation: what a parser that was taken over can say is a message of {@code extraction.proto}, and is checked.
 */
@NullMarked
package dev.scriptorium.ingest.extraction.fork;

import org.jspecify.annotations.NullMarked;
