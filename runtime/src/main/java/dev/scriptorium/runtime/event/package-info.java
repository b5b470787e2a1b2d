/** Events as Kafka records: Protobuf values, CloudEvents headers, one trace for each document. */
@NullMarked
package dev.scriptorium.runtime.event;

import org.jspecify.annotations.NullMarked;
