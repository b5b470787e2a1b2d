package dev.scriptorium.engine.kernels;

/**
 * How the keys of one head lie in memory: in blocks of {@value #PLACES} places, within a block the first number of each key,
 * then the second of each, and so on. A query is then multiplied with a block of keys number by number, without adding up
 * within a vector, and the first keys of a slot still are the first bytes of it.
 */
public final class KeyBlocks {

    /** As many as the widest vectors have numbers. */
    public static final int PLACES = 16;

    private KeyBlocks() {}

    /** Places of whole blocks that hold this many. */
    public static int whole(int places) {
        return (places + PLACES - 1) / PLACES * PLACES;
    }

    /** Where the first number of a key lies, in numbers from the beginning of its head; the next is a row further. */
    static long first(int place, int rows) {
        return (long) (place / PLACES) * rows * PLACES + place % PLACES;
    }
}
