package dev.scriptorium.runtime.delivery;

import dev.scriptorium.runtime.kafka.GroupWatch;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Where a consumer comes from.
 *
 * @param topics their names on the brokers
 * @param open makes a member of the group, each time that one begins
 */
record ConsumerSource(List<String> topics, Supplier<Consumer<String, byte[]>> open, GroupWatch group) {}
