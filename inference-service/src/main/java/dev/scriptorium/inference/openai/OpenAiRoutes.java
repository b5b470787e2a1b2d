package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.ModelLease;
import dev.scriptorium.inference.catalogue.ModelTask;
import dev.scriptorium.inference.continuation.ContinuationWorkers;
import dev.scriptorium.inference.remote.RemoteModel;
import dev.scriptorium.inference.remote.RemoteModels;
import dev.scriptorium.inference.serving.ModelServing;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The routes under {@code /openai/v1}. Requests are read and encoded by virtual threads, not by the event loop. */
@Singleton
class OpenAiRoutes {

    private static final String ROOT = "/openai/v1";
    private static final String CHAT = "/chat/completions";
    private static final String COMPLETIONS = "/completions";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ModelCatalogue catalogue;
    private final ModelServing serving;
    private final ContinuationWorkers workers;
    private final RemoteModels remotes;
    private final InferenceConfig config;
    private final Clock clock;
    private final Instant started;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    OpenAiRoutes(
            ModelCatalogue catalogue,
            ModelServing serving,
            ContinuationWorkers workers,
            RemoteModels remotes,
            InferenceConfig config,
            Clock clock) {
        this.catalogue = catalogue;
        this.serving = serving;
        this.workers = workers;
        this.remotes = remotes;
        this.config = config;
        this.clock = clock;
        this.started = clock.instant();
    }

    private interface Handler {
        void handle(RoutingContext context, Reply reply);
    }

    void register(@Observes Router router) {
        post(router, CHAT, (context, reply) -> chat(body(context), reply));
        post(router, COMPLETIONS, (context, reply) -> complete(body(context), reply));
        post(router, "/embeddings", (context, reply) -> embed(body(context), reply));
        handle(router.get(ROOT + "/models"), (context, reply) -> reply.json(models()));
        handle(router.get(ROOT + "/models/:model"), (context, reply) -> reply.json(model(context.pathParam("model"))));
        router.route(ROOT + "/*")
                .handler(context -> new Reply(context)
                        .fail(new FailureException(
                                FailureCode.NOT_FOUND,
                                "There is no " + context.request().method() + " " + context.normalizedPath())));
    }

    private void post(Router router, String path, Handler handler) {
        Route route = router.post(ROOT + path);
        route.handler(BodyHandler.create(false)
                .setBodyLimit(config.continuation().requestBody().toBytes()));
        route.failureHandler(context -> new Reply(context).fail(failure(context)));
        handle(route, handler);
    }

    private void handle(Route route, Handler handler) {
        route.handler(context -> {
            Reply reply = new Reply(context);
            threads.execute(() -> {
                try {
                    handler.handle(context, reply);
                } catch (Throwable thrown) { // an error, too, or the client waits for ever
                    reply.fail(FailureException.of(thrown));
                }
            });
        });
    }

    /** The body was too large, or its client went away. */
    private FailureException failure(RoutingContext context) {
        return context.statusCode() == 413
                ? new FailureException(
                        FailureCode.REQUEST_TOO_LARGE,
                        "The body has over "
                                + config.continuation().requestBody().toBytes()
                                + " bytes, the limit of scriptorium.inference.continuation.request-body")
                : context.failure() == null
                        ? new FailureException(FailureCode.BAD_REQUEST, "The request cannot be read")
                        : FailureException.of(context.failure());
    }

    private static RequestBody body(RoutingContext context) {
        byte[] bytes = context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
        return RequestBody.of(bytes);
    }

    /** Gives a request to the server of its model; false where the model is not remote. */
    private boolean isPassedOn(String path, RequestBody body, Reply reply) {
        Optional<RemoteModel> remote = remotes.of(body.text("model"));
        remote.ifPresent(model -> new RemoteCompletion(model, body, reply)
                .run(path, clock.instant().plus(config.continuation().timeout())));
        return remote.isPresent();
    }

    private void chat(RequestBody body, Reply reply) {
        if (isPassedOn(CHAT, body, reply)) {
            return;
        }
        write(
                body,
                reply,
                model -> new Prepared(
                        ChatForm.read(body, model, config.continuation()), new ChatForm(model, body.flag("logprobs"))));
    }

    private void complete(RequestBody body, Reply reply) {
        if (isPassedOn(COMPLETIONS, body, reply)) {
            return;
        }
        write(body, reply, model -> {
            CompletionForm form = CompletionForm.read(body, model, config.continuation());
            return new Prepared(form.request(), form);
        });
    }

    private record Prepared(CompletionRequest request, AnswerForm form) {}

    private interface Preparation {
        Prepared prepare(CausalModel model);
    }

    private void write(RequestBody body, Reply reply, Preparation preparation) {
        RequestContext context = context();
        ModelLease lease = lease(body.text("model"));
        try {
            CausalModel model = causal(lease);
            Prepared prepared = preparation.prepare(model);
            new Completion(prepared.request(), prepared.form(), reply, lease, clock.instant())
                    .start(workers, model, context);
        } catch (IllegalArgumentException e) {
            lease.close();
            throw new FailureException(FailureCode.BAD_REQUEST, String.valueOf(e.getMessage()), e);
        } catch (Throwable thrown) {
            lease.close();
            throw thrown;
        }
    }

    private RequestContext context() {
        return new RequestContext(
                Lane.INTERACTIVE, "", clock.instant().plus(config.continuation().timeout()));
    }

    private ModelLease lease(String model) {
        try {
            return catalogue.lease(model, config.continuation().timeout()).join();
        } catch (RuntimeException e) {
            throw FailureException.of(e);
        }
    }

    private static CausalModel causal(ModelLease lease) {
        if (lease.model().model() instanceof CausalModel model) {
            return model;
        }
        ModelCard card = lease.model().card();
        throw new FailureException(
                FailureCode.BAD_REQUEST,
                "The model " + card.name() + " can " + card.task() + ", it cannot " + ModelTask.CONTINUE);
    }

    private void embed(RequestBody body, Reply reply) {
        Embedding embedding = Embedding.read(body, config.limits().inputs());
        var answer = serving.vectors(embedding.request(), context(), Admission.REFUSED_WHEN_FULL);
        reply.onClosed(() -> answer.cancel(true));
        try {
            reply.json(embedding.answer(answer.join()));
        } catch (RuntimeException e) {
            throw FailureException.of(e);
        }
    }

    private ObjectNode models() {
        ObjectNode json = JSON.objectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        catalogue.entries().stream()
                .map(entry -> entry.card())
                .filter(OpenAiRoutes::isServed)
                .forEach(card -> data.add(described(card)));
        return json;
    }

    private ObjectNode model(String name) {
        ModelCard card = catalogue.entry(name).card();
        if (!isServed(card)) {
            throw new FailureException(
                    FailureCode.MODEL_UNKNOWN,
                    "The model " + name + " can " + card.task() + ", which is not served here");
        }
        return described(card);
    }

    private static boolean isServed(ModelCard card) {
        return List.of(ModelTask.CONTINUE, ModelTask.EMBED).contains(card.task());
    }

    private ObjectNode described(ModelCard card) {
        return JSON.objectNode()
                .put("id", card.name())
                .put("object", "model")
                .put("created", started.getEpochSecond())
                .put("owned_by", "scriptorium");
    }
}
