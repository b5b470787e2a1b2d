package dev.scriptorium.ingest.job;

/** One thing wanted for every document of a job. A document has at most one task of each kind and target. */
public sealed interface TaskSpec {

    /** As it is stored and shown. */
    String kind();

    /** The language or the label set; empty for a summary. */
    String target();

    /** For example {@code translate:de}. */
    default String label() {
        return target().isEmpty() ? kind() : kind() + ":" + target();
    }

    record Summarize(int sentences) implements TaskSpec {

        public Summarize {
            if (sentences < 1) {
                throw new IllegalArgumentException("a summary has at least 1 sentence: " + sentences);
            }
        }

        @Override
        public String kind() {
            return "summarize";
        }

        @Override
        public String target() {
            return "";
        }
    }

    /** Whether the document is wanted in its own format too. */
    default boolean wantsFile() {
        return false;
    }

    /**
     * A translation.
     *
     * @param wantsFile whether the document is wanted in its own format too
     */
    record Translate(String target, boolean wantsFile) implements TaskSpec {

        public Translate(String target) {
            this(target, false);
        }

        @Override
        public String kind() {
            return "translate";
        }
    }

    record Classify(String target) implements TaskSpec {

        @Override
        public String kind() {
            return "classify";
        }
    }

    /** Reads what {@link #kind()}, {@link #target()} and {@link #wantsFile()} gave. */
    static TaskSpec of(String kind, String target, int sentences, boolean wantsFile) {
        return switch (kind) {
            case "summarize" -> new Summarize(sentences);
            case "translate" -> new Translate(target, wantsFile);
            case "classify" -> new Classify(target);
            default -> throw new IllegalArgumentException("not a kind of task: " + kind);
        };
    }
}
