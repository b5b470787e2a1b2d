package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.proto.summarizer.v1.DraftState;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.proto.summarizer.v1.ProgressState;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.proto.summarizer.v1.WindowState;
import dev.scriptorium.runtime.streams.Gathering;
import dev.scriptorium.runtime.streams.RequestId;
import dev.scriptorium.summarizer.request.StateKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one task that a model writes: parts, the answers of their windows, the texts of each level, and the
 * progress. The state of a request stands under its id.
 */
final class DraftStates {

    /** Vectors of a window's segments. */
    static final String SOURCE = "source";
    /** A chunk of a part, summarized. */
    static final String MAP = "map";
    /** Texts of a level, summarized; the part in the id is the level. */
    static final String REDUCE = "reduce";
    /** Vectors of the last sentences. */
    static final String CITE = "cite";

    private final Gathering<SummaryState> gathering;
    private final StateKeys keys;

    DraftStates(String task, Gathering<SummaryState> gathering) {
        this.gathering = gathering;
        this.keys = new StateKeys(task);
    }

    String task() {
        return keys.task();
    }

    Gathering<SummaryState> gathering() {
        return gathering;
    }

    Optional<PartState> part(int part) {
        return gathering.find(keys.part(part)).map(SummaryState::getPart);
    }

    void save(PartState part) {
        gathering.save(
                keys.part(part.getPartIndex()),
                SummaryState.newBuilder().setPart(part).build());
    }

    ProgressState progress() {
        return gathering
                .find(keys.progress())
                .map(SummaryState::getProgress)
                .orElseGet(ProgressState::getDefaultInstance);
    }

    void save(ProgressState progress) {
        gathering.save(
                keys.progress(), SummaryState.newBuilder().setProgress(progress).build());
    }

    RequestId id(int part, String purpose, int number) {
        return new RequestId(keys.task(), part, purpose, number);
    }

    boolean isKnown(RequestId id) {
        return gathering.find(id.toString()).isPresent();
    }

    Optional<DraftState> draft(RequestId id) {
        return gathering.find(id.toString()).map(SummaryState::getDraft);
    }

    void save(RequestId id, DraftState draft) {
        gathering.save(
                id.toString(),
                SummaryState.newBuilder()
                        .setDraft(draft.toBuilder().setNumber(id.number()))
                        .build());
    }

    void save(RequestId id, WindowState window) {
        gathering.save(
                id.toString(), SummaryState.newBuilder().setWindow(window).build());
    }

    /** By number. */
    List<DraftState> drafts(int part, String purpose) {
        return gathering.under(prefix(part, purpose)).stream()
                .map(SummaryState::getDraft)
                .sorted(Comparator.comparingInt(DraftState::getNumber))
                .toList();
    }

    List<WindowState> windows(int part) {
        return gathering.under(prefix(part, SOURCE)).stream()
                .map(SummaryState::getWindow)
                .toList();
    }

    void forgetDrafts(int part, String purpose) {
        drafts(part, purpose)
                .forEach(draft ->
                        gathering.forget(id(part, purpose, draft.getNumber()).toString()));
    }

    /** Where nothing but parts, their windows and sentences is left. */
    void forgetAll(int parts) {
        for (int part = 0; part < parts; part++) {
            for (WindowState window : windows(part)) {
                gathering.forget(id(part, SOURCE, window.getWindow()).toString());
            }
            gathering.forget(keys.part(part));
        }
        forgetDrafts(0, CITE);
        gathering.forget(keys.progress());
    }

    private String prefix(int part, String purpose) {
        return keys.part(part) + "/" + purpose + "/";
    }
}
