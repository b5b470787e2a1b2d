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

    /** The model that writes an abstractive summary; empty for anything else. */
    default String model() {
        return "";
    }

    /**
     * A summary.
     *
     * @param model that writes it; empty for an extractive one
     */
    record Summarize(int sentences, String model) implements TaskSpec {

        public Summarize(int sentences) {
            this(sentences, "");
        }

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

    /** Reads what {@link #kind()}, {@link #target()}, {@link #wantsFile()} and {@link #model()} gave. */
    static TaskSpec of(String kind, String target, int sentences, boolean wantsFile, String model) {
        return switch (kind) {
            case "summarize" -> new Summarize(sentences, model);
            case "translate" -> new Translate(target, wantsFile);
            case "classify" -> new Classify(target);
            default -> throw new IllegalArgumentException("not a kind of task: " + kind);
        };
    }
}
