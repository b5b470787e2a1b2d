package dev.scriptorium.summarizer.abstractive;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.DraftState;
import dev.scriptorium.proto.summarizer.v1.DraftText;
import dev.scriptorium.proto.summarizer.v1.ProgressState;
import dev.scriptorium.runtime.streams.RequestId;
import dev.scriptorium.summarizer.candidate.Wording;
import dev.scriptorium.summarizer.request.Provenances;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From the summaries of chunks to that of the document: level by level, neighbouring texts are summarized together until
 * their sentences are as many as wanted or one text is left; then its sentences are embedded and looked up in the document.
 */
final class DraftTree {

    private final AbstractiveSettings settings;
    private final DraftRequests requests;
    private final String softwareVersion;
    private final SentenceBreaks breaks = new SentenceBreaks();

    DraftTree(AbstractiveSettings settings, DraftRequests requests, String softwareVersion) {
        this.settings = settings;
        this.requests = requests;
        this.softwareVersion = softwareVersion;
    }

    /** When all parts are read. Fails with EMPTY_TEXT where no part has text. */
    void begin(DraftStates states, DocumentRef document) {
        WholeDraft whole = WholeDraft.of(states);
        if (whole.progress().getCoverage().getWindows() == 0) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "there is no text to summarize");
        }
        climb(states, whole.progress(), whole.texts(), document);
    }

    private void climb(DraftStates states, ProgressState progress, List<DraftText> texts, DocumentRef document) {
        List<String> sentences = texts.stream()
                .flatMap(text -> breaks.split(text.getText(), progress.getLanguage()).stream())
                .toList();
        List<List<DraftText>> groups = Levels.groups(texts, settings.windowTokens());
        if (texts.size() == 1 || sentences.size() <= progress.getWanted()) {
            cite(states, progress, sentences, document);
            return;
        }
        int level = progress.getLevel() + 1;
        states.save(progress.toBuilder().setLevel(level).build());
        for (int i = 0; i < groups.size(); i++) {
            states.save(
                    states.id(level, DraftStates.REDUCE, i),
                    DraftState.newBuilder()
                            .addAllTexts(groups.get(i))
                            .setAnswered(groups.get(i).size() == 1)
                            .build());
        }
        askAgain(states, document);
    }

    /** For what is not answered yet. */
    void askAgain(DraftStates states, DocumentRef document) {
        ProgressState progress = states.progress();
        int part = progress.getCiting() ? 0 : progress.getLevel();
        String purpose = progress.getCiting() ? DraftStates.CITE : DraftStates.REDUCE;
        for (DraftState draft : states.drafts(part, purpose)) {
            RequestId id = states.id(part, purpose, draft.getNumber());
            if (!draft.getAnswered()) {
                AbstractiveTasks.emit(
                        progress.getCiting()
                                ? requests.embed(id, document, draft.getTextsList())
                                : requests.write(
                                        id, document, progress.getModel(), Levels.joined(draft.getTextsList())),
                        states);
            }
        }
    }

    void onCompleted(DraftStates states, RequestId id, InferenceCompleted completed) {
        Optional<DraftState> waiting = states.draft(id).filter(draft -> !draft.getAnswered());
        if (waiting.isPresent()) {
            if (id.purpose().equals(DraftStates.CITE)) {
                onCited(states, id, waiting.get(), completed);
            } else {
                onReduced(states, id, waiting.get(), completed);
            }
        }
    }

    /** Texts that are too long together stay as they are. */
    private void onReduced(DraftStates states, RequestId id, DraftState asked, InferenceCompleted completed) {
        Optional<InferenceFailure> failure = AbstractiveTasks.failure(completed);
        if (failure.isPresent() && !AbstractiveTasks.isTooLong(failure.get())) {
            AbstractiveTasks.fail(states, failure.get());
            return;
        }
        states.save(
                id,
                failure.isPresent()
                        ? asked.toBuilder().setAnswered(true).setTooLong(true).build()
                        : AbstractiveTasks.written(completed));
        List<DraftState> drafts = states.drafts(id.part(), DraftStates.REDUCE);
        if (drafts.stream().allMatch(DraftState::getAnswered)) {
            onLevel(states, drafts, completed.getDocument());
        }
    }

    private void onLevel(DraftStates states, List<DraftState> drafts, DocumentRef document) {
        ProgressState before = states.progress();
        states.forgetDrafts(before.getLevel(), DraftStates.REDUCE);
        ProgressState progress = WholeDraft.withAnswers(before, drafts);
        List<DraftText> texts =
                drafts.stream().flatMap(draft -> draft.getTextsList().stream()).toList();
        if (drafts.stream().anyMatch(DraftState::hasProvenance)) {
            climb(states, progress, texts, document);
        } else {
            List<String> sentences = texts.stream()
                    .flatMap(text -> breaks.split(text.getText(), progress.getLanguage()).stream())
                    .toList();
            cite(states, progress, sentences, document);
        }
    }

    private void cite(DraftStates states, ProgressState progress, List<String> written, DocumentRef document) {
        List<String> sentences = Wording.distinct(written, sentence -> sentence, written.size());
        if (sentences.isEmpty()) {
            throw new FailureException(
                    FailureCode.MODEL_FAILED, "the model " + progress.getModel() + " wrote no sentence");
        }
        states.save(progress.toBuilder().setCiting(true).build());
        int most = settings.sentencesPerCall();
        for (int from = 0, number = 0; from < sentences.size(); from += most, number++) {
            DraftState.Builder draft = DraftState.newBuilder();
            sentences
                    .subList(from, Math.min(sentences.size(), from + most))
                    .forEach(sentence -> draft.addTexts(DraftText.newBuilder().setText(sentence)));
            states.save(states.id(0, DraftStates.CITE, number), draft.build());
        }
        askAgain(states, document);
    }

    private void onCited(DraftStates states, RequestId id, DraftState asked, InferenceCompleted completed) {
        if (completed.hasFailure()) {
            AbstractiveTasks.fail(states, completed.getFailure());
            return;
        }
        DraftState.Builder answered = asked.toBuilder()
                .setAnswered(true)
                .setProvenance(Provenances.of(completed.getEmbed().getUsage()));
        List<Embedded> outputs = completed.getEmbed().getOutputsList();
        for (int i = 0; i < Math.min(outputs.size(), asked.getTextsCount()); i++) {
            answered.getTextsBuilder(i)
                    .setVector(
                            outputs.get(i).hasVector()
                                    ? outputs.get(i).getVector().getComponents()
                                    : ByteString.EMPTY);
        }
        states.save(id, answered.build());
        List<DraftState> drafts = states.drafts(0, DraftStates.CITE);
        if (drafts.stream().allMatch(DraftState::getAnswered)) {
            conclude(states, drafts, completed.getDocument());
        }
    }

    private void conclude(DraftStates states, List<DraftState> drafts, DocumentRef document) {
        ProgressState progress = states.progress();
        SupportSearch search = new SupportSearch(sentences(drafts), settings.support());
        for (int part = 0; part < progress.getPartCount(); part++) {
            WholeDraft.sources(states, part).forEach(search::offer);
        }
        List<Provenance> provenances = new ArrayList<>();
        provenances.add(progress.getProvenance());
        drafts.forEach(draft -> provenances.add(draft.getProvenance()));
        states.gathering()
                .emit(
                        Topics.DOCUMENTS_RESULTS,
                        document.getDocumentId(),
                        TaskCompleted.newBuilder()
                                .setDocument(document)
                                .setTaskId(states.task())
                                .setPartCount(1)
                                .setLanguage(progress.getLanguage())
                                .setProvenance(Provenances.together(provenances).toBuilder()
                                        .setSoftwareVersion(softwareVersion))
                                .setSummary(WrittenSummary.of(search.found(), progress.getWanted(), coverage(progress)))
                                .build());
        states.forgetAll(progress.getPartCount());
    }

    private static Coverage coverage(ProgressState progress) {
        return progress.getCoverage().toBuilder().setLevels(progress.getLevel()).build();
    }

    private static List<SupportSearch.Sentence> sentences(List<DraftState> drafts) {
        return drafts.stream()
                .flatMap(draft -> draft.getTextsList().stream())
                .map(text -> new SupportSearch.Sentence(
                        text.getText(), text.getVector().toByteArray()))
                .toList();
    }
}
