package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelLease;
import dev.scriptorium.inference.continuation.Continuation;
import dev.scriptorium.inference.continuation.ContinuationListener;
import dev.scriptorium.inference.continuation.ContinuationWorkers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The answers to one request, from its submission to the end of the response. Thread-safe. */
final class Completion {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CompletionRequest request;
    private final AnswerForm form;
    private final Reply reply;
    private final ModelLease lease;
    private final String id;
    private final long created;
    private final List<Continuation> continuations = new ArrayList<>();
    private final List<List<CausalOutput>> answers;
    private final boolean[] begun;
    /** Answers that have not ended; the lease is held for them. */
    private int open;

    private int reusedTokens;
    private int completionTokens;
    private boolean cancelled;
    private @Nullable FailureException failure;

    Completion(CompletionRequest request, AnswerForm form, Reply reply, ModelLease lease, Instant now) {
        this.request = request;
        this.form = form;
        this.reply = reply;
        this.lease = lease;
        this.id = form.idPrefix() + UUID.randomUUID().toString().replace("-", "");
        this.created = now.getEpochSecond();
        this.answers = IntStream.range(0, request.answers())
                .mapToObj(answer -> (List<CausalOutput>) new ArrayList<CausalOutput>())
                .toList();
        this.begun = new boolean[request.answers()];
    }

    /** Submits all answers; where one is refused, the others are cancelled and the lease is closed by the last of them. */
    synchronized void start(ContinuationWorkers workers, CausalModel model, RequestContext context) {
        LoadedModel loaded = lease.model();
        try {
            for (int answer = 0; answer < request.answers(); answer++) {
                CausalRequest part = new CausalRequest(
                        request.prompts().get(answer / request.choices()),
                        request.settings(answer % request.choices()),
                        request.scorePrompt());
                continuations.add(workers.submit(loaded, model, part, context, listener(answer)));
                open++;
            }
        } catch (FailureException e) {
            fail(e);
            if (open == 0) {
                lease.close();
            }
            return;
        }
        reply.onClosed(this::cancel);
    }

    private ContinuationListener listener(int answer) {
        return new ContinuationListener() {
            @Override
            public void generated(CausalOutput output) {
                Completion.this.generated(answer, output);
            }

            @Override
            public void failed(FailureException reason) {
                Completion.this.failed(reason);
            }
        };
    }

    private synchronized void generated(int answer, CausalOutput output) {
        try {
            reusedTokens += output.reusedTokens();
            completionTokens++;
            if (request.stream()) {
                stream(answer, output);
            } else {
                answers.get(answer).add(output);
            }
        } catch (RuntimeException e) {
            fail(FailureException.of(e));
        } finally {
            if (output.finish() != null) {
                ended();
            }
        }
    }

    private void stream(int answer, CausalOutput output) {
        if (!begun[answer]) {
            begun[answer] = true;
            form.begin(answer).ifPresent(choice -> reply.event(body(form.pieceObject(), choice)));
        }
        // A token without text of its own is sent where its score was requested.
        if (!output.text().isEmpty()
                || output.finish() != null
                || request.settings().logProbabilities() >= 0) {
            reply.event(body(form.pieceObject(), form.piece(answer, output)));
        }
    }

    private synchronized void failed(FailureException reason) {
        fail(reason);
        ended();
    }

    /** The first failure is sent; the other answers are cancelled. */
    private void fail(FailureException reason) {
        if (failure == null) {
            failure = reason;
            if (!cancelled) {
                reply.fail(reason);
            }
            continuations.forEach(Continuation::cancel);
        }
    }

    private synchronized void cancel() {
        cancelled = true;
        continuations.forEach(Continuation::cancel);
    }

    private void ended() {
        if (--open > 0) {
            return;
        }
        try (lease) {
            if (failure == null) {
                complete();
            }
        } catch (RuntimeException e) {
            reply.fail(FailureException.of(e));
        }
    }

    private void complete() {
        if (!request.stream()) {
            ObjectNode body = body(form.object());
            ArrayNode choices = body.putArray("choices");
            for (int answer = 0; answer < answers.size(); answer++) {
                choices.add(form.choice(answer, answers.get(answer)));
            }
            body.set("usage", usage());
            reply.json(body);
            return;
        }
        if (request.usageInStream()) {
            ObjectNode body = body(form.pieceObject());
            body.putArray("choices");
            body.set("usage", usage());
            reply.event(body);
        }
        reply.endOfEvents();
    }

    private ObjectNode body(String object) {
        return JSON.objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", request.model())
                .put("system_fingerprint", lease.model().digest().substring(0, 16));
    }

    private ObjectNode body(String object, ObjectNode choice) {
        ObjectNode body = body(object);
        body.putArray("choices").add(choice);
        if (request.usageInStream()) {
            body.putNull("usage");
        }
        return body;
    }

    /** A prompt counts once, however many answers it has. */
    private ObjectNode usage() {
        int read = request.prompts().stream().mapToInt(prompt -> prompt.length).sum();
        ObjectNode usage = JSON.objectNode()
                .put("prompt_tokens", read)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", read + completionTokens);
        usage.putObject("prompt_tokens_details").put("cached_tokens", Math.min(read, reusedTokens));
        return usage;
    }
}
