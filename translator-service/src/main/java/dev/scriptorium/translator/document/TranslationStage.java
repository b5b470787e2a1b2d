package dev.scriptorium.translator.document;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.streams.GatherStage;
import dev.scriptorium.runtime.streams.Gathering;
import dev.scriptorium.runtime.streams.RequestId;
import dev.scriptorium.translator.glossary.CurrentTerms;
import dev.scriptorium.translator.part.ModelRequest;
import dev.scriptorium.translator.part.PartMemory;
import dev.scriptorium.translator.part.PartResult;
import dev.scriptorium.translator.part.PartTranslation;
import dev.scriptorium.translator.part.TextPart;
import dev.scriptorium.translator.part.TranslationSettings;
import dev.scriptorium.translator.route.CurrentDirections;
import java.util.Optional;
import java.util.UUID;

/**
 * Translates documents part by part: asks the models, and sends each part's result when its last answer is there. A part that
 * comes again while it waits has its open requests sent again; one that is done already is translated again, to the same
 * result.
 */
public final class TranslationStage implements GatherStage<PartState> {

    private final CurrentDirections directions;
    private final TranslationSettings settings;
    private final TranslationMemory memory;
    private final CurrentTerms terms;
    private final String softwareVersion;

    public TranslationStage(
            CurrentDirections directions,
            TranslationSettings settings,
            TranslationMemory memory,
            CurrentTerms terms,
            String softwareVersion) {
        this.directions = directions;
        this.settings = settings;
        this.memory = memory;
        this.terms = terms;
        this.softwareVersion = softwareVersion;
    }

    @Override
    public boolean concerns(Task task) {
        return task.hasTranslate();
    }

    @Override
    public void onTokenized(Received<DocumentTokenized> tokenized, Gathering<PartState> gathering) {
        for (Task task : tokenized.event().getTasksList()) {
            if (concerns(task)) {
                try {
                    translate(tokenized.event(), task, gathering);
                } catch (FailureException e) {
                    gathering.fail(task.getTaskId(), e.code(), e.reason());
                }
            }
        }
    }

    @Override
    public void onCompleted(Received<InferenceCompleted> completed, Gathering<PartState> gathering) {
        InferenceCompleted event = completed.event();
        RequestId id = RequestId.parse(event.getRequestId())
                .orElseThrow(() -> new FailureException(
                        FailureCode.INTERNAL, "Not the id of a translation request: " + event.getRequestId()));
        PartState known = gathering.find(id.stateKey()).orElse(null);
        if (known == null) {
            return;
        }
        var translation = PartTranslation.resume(known, settings);
        switch (event.getResponseCase()) {
            case GENERATE -> {
                int round = known.getRoundValue();
                if (translation.answer(id.name(), event.getGenerate())) {
                    goOn(translation, round, event.getDocument(), gathering);
                }
            }
            case FAILURE -> {
                if (translation.waitsFor(id.name())) {
                    throw failure(event.getFailure());
                }
            }
            case EMBED, CLASSIFY, RESPONSE_NOT_SET ->
                throw new FailureException(
                        FailureCode.INTERNAL, "A translation was answered with " + event.getResponseCase());
        }
    }

    private void translate(DocumentTokenized event, Task task, Gathering<PartState> gathering) {
        String key = RequestId.stateKey(task.getTaskId(), event.getPartIndex());
        PartState known = gathering.find(key).orElse(null);
        if (known != null) {
            PartTranslation.resume(known, settings)
                    .open()
                    .forEach(request -> ask(request, known, event.getDocument(), gathering));
            return;
        }
        var part = new TextPart(
                event.getPartIndex(),
                event.getSegmentsList(),
                event.getLanguage(),
                task.getTranslate().getSourceLanguage(),
                task.getTranslate().getTargetLanguage());
        PartState begun = PartTranslation.begin(
                        part,
                        directions.get(),
                        settings,
                        memory(event.getDocument()),
                        terms.of(event.getDocument().getTenantId()))
                .state()
                .toBuilder()
                .setDocument(event.getDocument())
                .setTaskId(task.getTaskId())
                // The last part of a task that wants a file is the file, which ingest-service makes.
                .setPartCount(event.getPartCount() + (task.getTranslate().getFile() ? 1 : 0))
                .build();
        goOn(PartTranslation.resume(begun, settings), 0, event.getDocument(), gathering);
    }

    /** Saves a part that waits, and sends the requests of a step that has just begun; sends the result of one that is done. */
    private void goOn(
            PartTranslation translation, int roundBefore, DocumentRef document, Gathering<PartState> gathering) {
        PartState state = translation.state();
        String key = RequestId.stateKey(state.getTaskId(), state.getPartIndex());
        if (translation.done()) {
            translation.keepIn(memory(document));
            TaskCompleted completed = completed(state, translation.result(), document);
            gathering.forget(key);
            gathering.emit(Topics.DOCUMENTS_RESULTS, document.getDocumentId(), completed);
            return;
        }
        gathering.save(key, state);
        if (state.getRoundValue() != roundBefore) {
            translation.open().forEach(request -> ask(request, state, document, gathering));
        }
    }

    private void ask(ModelRequest request, PartState state, DocumentRef document, Gathering<PartState> gathering) {
        String id =
                new RequestId(state.getTaskId(), state.getPartIndex(), request.purpose(), request.number()).toString();
        GenerateRequest generate = request.request().toBuilder()
                .setLane(document.getLane())
                .setTenantId(document.getTenantId())
                .build();
        gathering.emit(
                Topics.inferenceRequests(document.getLane()),
                id,
                InferenceRequested.newBuilder()
                        .setDocument(document)
                        .setRequestId(id)
                        .setCaller(Topics.TRANSLATOR)
                        .setGenerate(generate)
                        .build());
    }

    private PartMemory memory(DocumentRef document) {
        return new PartMemory(memory, document.getTenantId(), jobId(document));
    }

    /** Empty where it is none, which no document of a job has. */
    private static Optional<UUID> jobId(DocumentRef document) {
        try {
            return Optional.of(UUID.fromString(document.getJobId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private TaskCompleted completed(PartState state, PartResult result, DocumentRef document) {
        return TaskCompleted.newBuilder()
                .setDocument(document)
                .setTaskId(state.getTaskId())
                .setPartIndex(state.getPartIndex())
                .setPartCount(state.getPartCount())
                .setLanguage(state.getLanguage())
                .setProvenance(result.provenance().toBuilder().setSoftwareVersion(softwareVersion))
                .setTranslation(result.translation())
                .build();
    }

    private static FailureException failure(InferenceFailure failure) {
        return new FailureException(FailureCode.named(failure.getCode()), failure.getReason());
    }
}
