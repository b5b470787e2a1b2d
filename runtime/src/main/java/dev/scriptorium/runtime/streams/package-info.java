/** Stages that gather: Kafka Streams topologies that collect the answers of models until a document's part is complete. */
@NullMarked
package dev.scriptorium.runtime.streams;

import org.jspecify.annotations.NullMarked;
