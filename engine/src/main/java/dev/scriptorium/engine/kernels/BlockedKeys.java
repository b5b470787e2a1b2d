package dev.scriptorium.engine.kernels;

/**
 * How the keys of one head lie in memory: in blocks of {@value #BLOCK} positions, within a block the first number of each key,
 * then the second of each, and so on. A query is then multiplied with a block of keys number by number, without adding up
 * within a vector, and the first keys of a slot still are the first bytes of it.
 */
public final class BlockedKeys {

    /** As many as the widest vectors have elements. */
    public static final int BLOCK = 16;

    private BlockedKeys() {}

    /** Places of whole blocks that hold this many. */
    public static int padded(int positions) {
        return (positions + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Where the first number of a key lies, in elements from the beginning of its head; the next is a row further. */
    static long first(int position, int rows) {
        return (long) (position / BLOCK) * rows * BLOCK + position % BLOCK;
    }
}
