package dev.scriptorium.inference.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A model of another server. A request is made again, with growing waits, where its failure may pass and nothing of the answer was
 * given on. Safe for many threads; each waits for its answer, and an interrupt cancels its request.
 */
public final class RemoteModel {

    private static final Logger LOG = Logger.getLogger(RemoteModel.class);

    private final String name;
    private final RemoteCall call;
    private final RemoteSettings settings;
    private final RemoteObserver observer;
    private final Clock clock;
    private final Turns turns;

    RemoteModel(String name, RemoteCall call, RemoteSettings settings, RemoteObserver observer, Clock clock) {
        this.name = name;
        this.call = call;
        this.settings = settings;
        this.observer = observer;
        this.clock = clock;
        this.turns = new Turns(name, settings.concurrency(), settings.waiting());
    }

    /**
     * Asks and gives on the answer.
     *
     * @param path of OpenAI's API, such as {@code /chat/completions}
     * @param request whose {@code model} is replaced by the server's name of it
     * @throws FailureException where no attempt succeeded
     */
    public void ask(String path, ObjectNode request, Instant deadline, RemoteAnswer answer) {
        Instant begun = clock.instant();
        Optional<FailureCode> failed = Optional.of(FailureCode.INTERNAL);
        try {
            turns.take(deadline, clock);
            try {
                attempts(path, request, deadline, new Observed(answer));
            } finally {
                turns.release();
            }
            failed = Optional.empty();
        } catch (FailureException e) {
            failed = Optional.of(e.code());
            throw e;
        } catch (InterruptedException e) {
            failed = Optional.of(FailureCode.CANCELLED);
            throw new FailureException(FailureCode.CANCELLED, "The caller cancelled the request", e);
        } finally {
            observer.ended(name, Duration.between(begun, clock.instant()), failed);
        }
    }

    private void attempts(String path, ObjectNode request, Instant deadline, Observed answer)
            throws InterruptedException {
        Duration wait = settings.firstWait();
        for (int number = 1; ; number++) {
            try {
                call.make(path, request, deadline, answer);
                return;
            } catch (AttemptException e) {
                Duration pause = e.retryAfter().orElse(wait);
                boolean late = clock.instant().plus(pause).isAfter(deadline);
                if (number >= settings.attempts()
                        || answer.begun
                        || late
                        || pause.compareTo(settings.longestWait()) > 0) {
                    throw e.failure();
                }
                LOG.warnf(
                        "%s: %s; attempt %d of %d follows",
                        name, e.failure().reason(), number + 1, settings.attempts());
                observer.repeated(name);
                Thread.sleep(pause);
                wait = wait.multipliedBy(2).compareTo(settings.longestWait()) < 0
                        ? wait.multipliedBy(2)
                        : settings.longestWait();
            }
        }
    }

    /** Gives on an answer under the name that the model has here, and knows whether it has begun. */
    private final class Observed implements RemoteAnswer {

        private final RemoteAnswer answer;
        private boolean begun;

        Observed(RemoteAnswer answer) {
            this.answer = answer;
        }

        @Override
        public void whole(ObjectNode body) {
            answer.whole(mine(body));
        }

        @Override
        public void piece(ObjectNode body) {
            answer.piece(mine(body));
        }

        @Override
        public void endOfPieces() {
            answer.endOfPieces();
        }

        private ObjectNode mine(ObjectNode body) {
            begun = true;
            if (body.path("usage").isObject()) {
                observer.used(
                        name,
                        body.path("usage").path("prompt_tokens").asLong(),
                        body.path("usage").path("completion_tokens").asLong());
            }
            return body.put("model", name);
        }
    }
}
