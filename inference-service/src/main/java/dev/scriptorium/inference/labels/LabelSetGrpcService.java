package dev.scriptorium.inference.labels;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.classification.LabelSets;
import dev.scriptorium.inference.labels.examples.ExampleLimits;
import dev.scriptorium.inference.labels.store.LabelSetStore;
import dev.scriptorium.inference.labels.store.StoredLabelSet;
import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.proto.inference.v1.DeleteLabelSetRequest;
import dev.scriptorium.proto.inference.v1.DeleteLabelSetResponse;
import dev.scriptorium.proto.inference.v1.GetLabelSetRequest;
import dev.scriptorium.proto.inference.v1.GetLabelSetResponse;
import dev.scriptorium.proto.inference.v1.LabelSetService;
import dev.scriptorium.proto.inference.v1.LabelSetSummary;
import dev.scriptorium.proto.inference.v1.ListLabelSetsRequest;
import dev.scriptorium.proto.inference.v1.ListLabelSetsResponse;
import dev.scriptorium.proto.inference.v1.TrainLabelSetRequest;
import dev.scriptorium.proto.inference.v1.TrainLabelSetResponse;
import dev.scriptorium.runtime.call.CallContext;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Label sets from examples over gRPC. A training has a thread of its own, and there are only as many as are configured. */
@GrpcService
@RegisterInterceptor(CallContext.class)
class LabelSetGrpcService implements LabelSetService {

    private final LabelSetTraining training;
    private final LabelSetStore store;
    private final LabelSets labelSets;
    private final ModelFolders folders;
    private final InferenceConfig.Labels config;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("label-training-", 0).daemon().factory());

    LabelSetGrpcService(
            LabelSetTraining training,
            LabelSetStore store,
            LabelSets labelSets,
            ModelFolders folders,
            InferenceConfig config) {
        this.training = training;
        this.store = store;
        this.labelSets = labelSets;
        this.folders = folders;
        this.config = config.labels();
        this.free = new Semaphore(this.config.trainings());
    }

    @Override
    public Uni<TrainLabelSetResponse> trainLabelSet(Multi<TrainLabelSetRequest> requests) {
        return requests.collect()
                .in(() -> new TrainingUpload(config.file()), TrainingUpload::add)
                .flatMap(upload -> Uni.createFrom().item(() -> train(upload)).runSubscriptionOn(threads))
                .map(stored -> TrainLabelSetResponse.newBuilder()
                        .setLabelSet(LabelSetMessages.details(stored, Optional.empty()))
                        .build());
    }

    @Override
    @RunOnVirtualThread
    public Uni<ListLabelSetsResponse> listLabelSets(ListLabelSetsRequest request) {
        ListLabelSetsResponse.Builder response = ListLabelSetsResponse.newBuilder();
        store.names().forEach(name -> response.addLabelSets(summary(name)));
        return Uni.createFrom().item(response.build());
    }

    @Override
    @RunOnVirtualThread
    public Uni<GetLabelSetResponse> getLabelSet(GetLabelSetRequest request) {
        StoredLabelSet stored = store.find(request.getName()).orElseThrow(() -> unknown(request.getName()));
        return Uni.createFrom()
                .item(GetLabelSetResponse.newBuilder()
                        .setLabelSet(LabelSetMessages.details(stored, unavailable(stored)))
                        .build());
    }

    @Override
    @RunOnVirtualThread
    public Uni<DeleteLabelSetResponse> deleteLabelSet(DeleteLabelSetRequest request) {
        if (!store.delete(request.getName())) {
            throw unknown(request.getName());
        }
        return Uni.createFrom().item(DeleteLabelSetResponse.getDefaultInstance());
    }

    private StoredLabelSet train(TrainingUpload upload) {
        LabelSetPlan plan = upload.plan(
                new ExampleLimits(config.examples(), config.labels(), config.textCharacters()), config.precision());
        if (labelSets.isConfigured(plan.name()) || folders.names().contains(plan.name())) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "The name " + plan.name() + " is taken by a model or a configured label set");
        }
        if (!free.tryAcquire()) {
            throw new FailureException(FailureCode.OVERLOADED, "Another label set is being trained; try again later");
        }
        try {
            return store.save(training.train(plan));
        } finally {
            free.release();
        }
    }

    private LabelSetSummary summary(String name) {
        try {
            StoredLabelSet stored = store.find(name).orElseThrow(() -> unknown(name));
            return LabelSetMessages.summary(stored.set(), unavailable(stored));
        } catch (FailureException e) {
            return LabelSetMessages.unreadable(name, e);
        }
    }

    private Optional<FailureException> unavailable(StoredLabelSet stored) {
        var embedding = stored.set().embedding();
        try {
            return folders.digest(embedding.model()).equals(embedding.digest())
                    ? Optional.empty()
                    : Optional.of(new FailureException(
                            FailureCode.LABEL_SET_OUTDATED,
                            FailureCode.LABEL_SET_OUTDATED.meaning() + "; train it again"));
        } catch (FailureException e) {
            return Optional.of(e);
        }
    }

    private FailureException unknown(String name) {
        return new FailureException(
                FailureCode.NOT_FOUND, "No label set named " + name + " was made here; there are " + store.names());
    }
}
