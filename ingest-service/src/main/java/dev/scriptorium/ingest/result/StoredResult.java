package dev.scriptorium.ingest.result;

import java.util.List;

/** A result as it is stored; JSON is kept as it is, see {@link ResultJson}. */
public sealed interface StoredResult {

    Provenance provenance();

    /**
     * A summary.
     *
     * @param style {@code extractive} or {@code abstractive}
     * @param language of most of the text; may be empty
     * @param shortfall why there are fewer sentences than were asked for; empty where there are as many
     */
    record StoredSummary(
            String style,
            String language,
            String sentencesJson,
            String coverageJson,
            String shortfall,
            Provenance provenance)
            implements StoredResult {}

    /**
     * A translation, or as much of it as is there.
     *
     * @param complete whether all parts of the document are there
     * @param segmentsJson an array for each part
     */
    record StoredTranslation(
            String targetLanguage,
            List<String> path,
            boolean complete,
            String text,
            List<String> segmentsJson,
            Provenance provenance)
            implements StoredResult {

        public StoredTranslation {
            path = List.copyOf(path);
            segmentsJson = List.copyOf(segmentsJson);
        }
    }

    /**
     * A classification.
     *
     * @param label empty where no label's score reached the label set's threshold
     * @param score the highest of all
     */
    record StoredClassification(
            String labelSet, String label, float score, String scoresJson, String segmentsJson, Provenance provenance)
            implements StoredResult {

        public boolean unsure() {
            return label.isEmpty();
        }
    }
}
