/** The brokers as this process sees them: names, topics, groups, and whether all is as the pipeline needs it. */
@NullMarked
package dev.scriptorium.runtime.kafka;

import org.jspecify.annotations.NullMarked;
