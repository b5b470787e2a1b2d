package dev.scriptorium.runtime.event;

import com.google.protobuf.Message;

/** An event as it came from a topic. */
public record Received<E extends Message>(String key, E event, EventContext context) {}
