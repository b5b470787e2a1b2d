package dev.scriptorium.inference.grpc;

import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** For whom a gRPC call is made. Calls are interactive unless they ask for the bulk lane. */
public final class GrpcRequestContext {

    private GrpcRequestContext() {}

    /** With the deadline of the call that is being handled on this thread. */
    public static RequestContext of(dev.scriptorium.proto.document.v1.Lane lane, String tenantId, Clock clock) {
        return new RequestContext(
                switch (lane) {
                    case LANE_BULK -> Lane.BULK;
                    case LANE_INTERACTIVE, LANE_UNSPECIFIED, UNRECOGNIZED -> Lane.INTERACTIVE;
                },
                tenantId,
                deadline(Context.current().getDeadline(), clock));
    }

    private static Instant deadline(@Nullable Deadline deadline, Clock clock) {
        return deadline == null ? Instant.MAX : clock.instant().plusNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }
}
