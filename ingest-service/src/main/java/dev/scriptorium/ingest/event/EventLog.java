package dev.scriptorium.ingest.event;

import dev.scriptorium.core.document.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happened to jobs and documents. A tenant's events do not exist for another tenant. Safe for use by many threads. */
public interface EventLog {

    /** The events after that position in their order, of one job or of all; at most {@code limit}. */
    List<JobEvent> after(JobEvent.Position position, String tenant, Optional<JobId> job, int limit);

    /** Where the events are that come from now on. */
    JobEvent.Position end();

    /** Deletes events that are older than that. */
    void deleteOlderThan(Duration age);
}
