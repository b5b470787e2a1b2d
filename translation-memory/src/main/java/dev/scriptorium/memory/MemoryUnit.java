package dev.scriptorium.memory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A text with its translation.
 *
 * @param sourceLanguage code as models name it, such as "de"
 * @param models that made it, in the order of their use; empty but for a machine's
 * @param modelDigests of these models
 * @param score of these models; 0 of others
 * @param editor name of who made or imported it; empty for a machine's
 * @param job whose document it was made for
 */
public record MemoryUnit(
        String sourceLanguage,
        String targetLanguage,
        String source,
        String target,
        SegmentContext context,
        UnitOrigin origin,
        List<String> models,
        List<String> modelDigests,
        float score,
        String editor,
        Optional<UUID> job) {

    public MemoryUnit {
        if (source.isBlank() || target.isBlank()) {
            throw new IllegalArgumentException("source and target of a unit must have text");
        }
        if (origin == UnitOrigin.MACHINE == modelDigests.isEmpty()) {
            throw new IllegalArgumentException("a unit has models where a machine made it, and only there: " + origin);
        }
        models = List.copyOf(models);
        modelDigests = List.copyOf(modelDigests);
    }

    /** A unit of a person or of a file. */
    public static MemoryUnit of(
            String sourceLanguage,
            String targetLanguage,
            String source,
            String target,
            UnitOrigin origin,
            String editor) {
        return new MemoryUnit(
                sourceLanguage,
                targetLanguage,
                source,
                target,
                SegmentContext.NONE,
                origin,
                List.of(),
                List.of(),
                0,
                editor,
                Optional.empty());
    }

    public MemoryUnit in(SegmentContext where) {
        return new MemoryUnit(
                sourceLanguage,
                targetLanguage,
                source,
                target,
                where,
                origin,
                models,
                modelDigests,
                score,
                editor,
                job);
    }

    public MemoryUnit ofJob(UUID id) {
        return new MemoryUnit(
                sourceLanguage,
                targetLanguage,
                source,
                target,
                context,
                origin,
                models,
                modelDigests,
                score,
                editor,
                Optional.of(id));
    }

    /** The context that it is for: models see one segment alone, so that what they write holds everywhere. */
    UUID variant() {
        return origin == UnitOrigin.MACHINE ? TextKey.NONE : context.key();
    }
}
