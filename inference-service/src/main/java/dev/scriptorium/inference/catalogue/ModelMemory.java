package dev.scriptorium.inference.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Which models may be in memory together. It only accounts: the catalogue loads and unloads.
 *
 * <p>Models take a place before they are loaded. Where there is none, the least recently used models lose theirs,
 * except those in use. Thread-safe.
 */
final class ModelMemory {

    private final long limit;
    /** By name, the least recently used first. */
    private final SequencedMap<String, Place> places = new LinkedHashMap<>();

    private boolean closed;

    private static final class Place {

        private final long bytes;
        private int users;

        Place(long bytes) {
            this.bytes = bytes;
        }
    }

    /** @param limit of all models together, in bytes */
    ModelMemory(long limit) {
        this.limit = limit;
    }

    /**
     * Gives a model a place, once models that are in use leave room for it.
     *
     * @return models that have lost their place and are to be freed before this one is loaded
     * @throws FailureException {@code MODEL_OUT_OF_MEMORY} where the model alone is larger than the limit
     */
    synchronized List<String> take(String model, long bytes) {
        if (bytes > limit) {
            throw new FailureException(
                    FailureCode.MODEL_OUT_OF_MEMORY,
                    "The model " + model + " has " + bytes
                            + " bytes of files; scriptorium.inference.engine.memory allows " + limit
                            + " for all models");
        }
        while (bytes > limit - inUse()) {
            awaitRelease();
        }
        List<String> freed = new ArrayList<>();
        for (var place = places.entrySet().iterator(); place.hasNext() && bytes > limit - held(); ) {
            Map.Entry<String, Place> next = place.next();
            if (next.getValue().users == 0) {
                freed.add(next.getKey());
                place.remove();
            }
        }
        places.putLast(model, new Place(bytes));
        return freed;
    }

    /** False where the model has no place, or the catalogue is closed. */
    synchronized boolean use(String model) {
        Place place = places.get(model);
        if (place == null || closed) {
            return false;
        }
        place.users++;
        places.putLast(model, place);
        return true;
    }

    synchronized void release(String model) {
        Place place = places.get(model);
        if (place == null || place.users == 0) {
            throw new IllegalStateException("the model " + model + " is not in use");
        }
        place.users--;
        notifyAll();
    }

    /** Releases the place of a model whose load failed. */
    synchronized void giveBack(String model) {
        places.remove(model);
        notifyAll();
    }

    /** From now on no model can be used. */
    synchronized void close() {
        closed = true;
    }

    synchronized boolean inUse(String model) {
        Place place = places.get(model);
        return place != null && place.users > 0;
    }

    private long held() {
        return places.values().stream().mapToLong(place -> place.bytes).sum();
    }

    private long inUse() {
        return places.values().stream()
                .filter(place -> place.users > 0)
                .mapToLong(place -> place.bytes)
                .sum();
    }

    private void awaitRelease() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(FailureCode.SHUTTING_DOWN, "The service is stopping", e);
        }
    }
}
