package dev.scriptorium.runtime.event;

import dev.scriptorium.core.trace.TraceParent;

/** What travels in a record's headers besides the event: whose document it is and the trace it belongs to. */
public record EventContext(String tenantId, TraceParent trace) {}
