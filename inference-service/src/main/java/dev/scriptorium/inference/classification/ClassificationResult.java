package dev.scriptorium.inference.classification;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.ClassificationAnswer;
import dev.scriptorium.proto.inference.v1.ClassificationPart;
import dev.scriptorium.proto.inference.v1.ClassificationWindow;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A document's result from the answers of all its parts: the same whatever the order in which they came. */
record ClassificationResult(List<ClassificationPart> parts) {

    /** Of sentences' scores in a result, so that it stays below the size of a record. */
    private static final int SCORE_BYTES = 700_000;

    /** What a sentence takes besides its scores: its id and the lengths of its fields. */
    private static final int SENTENCE_BYTES = 24;

    /** Whether all parts are there with all their answers. */
    static boolean complete(List<ClassificationPart> parts) {
        return !parts.isEmpty()
                && parts.size() == parts.getFirst().getPartCount()
                && parts.stream().allMatch(ClassificationResult::answered);
    }

    static boolean answered(ClassificationPart part) {
        return part.getWindowsList().stream().allMatch(ClassificationWindow::hasAnswer);
    }

    ClassificationResult {
        parts = parts.stream()
                .sorted(Comparator.comparingInt(ClassificationPart::getPartIndex))
                .toList();
    }

    /** Whether there was nothing to classify. */
    boolean empty() {
        return parts.stream().allMatch(part -> part.getWindowsList().isEmpty());
    }

    /** Whether all answers come from the same model: labels and scores of another one do not go with them. */
    boolean consistent() {
        return windows().stream()
                        .map(window -> window.getAnswer().getModelDigest())
                        .distinct()
                        .count()
                <= 1;
    }

    /** @param sentenceScores the most sentences whose scores are kept */
    Classification classification(int sentenceScores) {
        ClassificationAnswer any = windows().getFirst().getAnswer();
        MeanScores mean = new MeanScores(any.getLabelsList(), any.getMean());
        for (ClassificationWindow window : windows()) {
            mean.addWeighted(window.getAnswer().getSumsList(), weight(window));
        }
        Classification.Builder classification =
                mean.classification(parts.getFirst().getLabelSet(), any.getThreshold());
        int most = Math.min(sentenceScores, SCORE_BYTES / (SENTENCE_BYTES + Float.BYTES * any.getLabelsCount()));
        int scored = 0;
        for (ClassificationPart part : parts) {
            for (ClassificationWindow window : part.getWindowsList()) {
                addSentences(part.getPartIndex(), window, classification, most);
                scored += window.getSegmentsCount();
            }
        }
        if (classification.getSegmentsCount() > 0) {
            classification.setSegmentsLeftOut(scored - classification.getSegmentsCount());
        }
        return classification.build();
    }

    /** ISO 639-1 code of most of the classified text. */
    String language() {
        Map<String, Long> weights = new HashMap<>();
        for (ClassificationPart part : parts) {
            long weight = part.getWindowsList().stream()
                    .mapToLong(ClassificationResult::weight)
                    .sum();
            weights.merge(part.getLanguage(), weight, Long::sum);
        }
        return weights.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    Provenance provenance(String softwareVersion) {
        List<ClassificationAnswer> answers =
                windows().stream().map(ClassificationWindow::getAnswer).toList();
        return Provenance.newBuilder()
                .addAllModels(answers.stream()
                        .map(ClassificationAnswer::getModel)
                        .distinct()
                        .toList())
                .addAllModelDigests(answers.stream()
                        .map(ClassificationAnswer::getModelDigest)
                        .distinct()
                        .toList())
                .setSoftwareVersion(softwareVersion)
                .setInputTokens(answers.stream()
                        .mapToLong(ClassificationAnswer::getInputTokens)
                        .sum())
                .setModelMicros(answers.stream()
                        .mapToLong(ClassificationAnswer::getModelMicros)
                        .sum())
                .build();
    }

    private List<ClassificationWindow> windows() {
        return parts.stream().flatMap(part -> part.getWindowsList().stream()).toList();
    }

    private static long weight(ClassificationWindow window) {
        return window.getWeightsList().stream().mapToLong(Integer::longValue).sum();
    }

    private static void addSentences(
            int part, ClassificationWindow window, Classification.Builder classification, int most) {
        List<Float> scores = window.getAnswer().getSegmentScoresList();
        int labels = window.getAnswer().getLabelsCount();
        for (int i = 0; i < scores.size() / labels && classification.getSegmentsCount() < most; i++) {
            classification.addSegments(SegmentScores.newBuilder()
                    .setSegmentId(new SegmentId(part, window.getSegments(i)).toString())
                    .addAllValues(scores.subList(i * labels, (i + 1) * labels)));
        }
    }
}
