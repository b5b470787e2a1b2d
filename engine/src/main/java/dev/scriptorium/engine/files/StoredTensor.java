package dev.scriptorium.engine.files;

/**
 * Where a checkpoint says that a tensor lies.
 *
 * @param offset of its first element in the storage, in elements
 * @param strides elements between neighbours of each dimension
 */
record StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {

    /**
     * A run of elements that tensors share.
     *
     * @param key its name in the checkpoint
     * @param elements how many there are
     * @param viewOffset where a view of an older checkpoint begins within the storage of that key, in elements
     */
    record Storage(StorageType type, String key, long elements, long viewOffset) {}

    /** @return how many elements the tensor has, or -1 where its place lies outside its storage */
    long elements() {
        long count = 1;
        long last = offset;
        try {
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] < 0 || strides[i] < 0) {
                    return -1;
                }
                count = Math.multiplyExact(count, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
        } catch (ArithmeticException e) {
            return -1;
        }
        boolean inside = offset >= 0 && (count == 0 ? offset <= storage.elements() : last < storage.elements());
        // An expanded tensor repeats elements; no checkpoint holds one, and its copy could be larger than the file.
        return inside && count <= storage.elements() ? count : -1;
    }

    boolean contiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }
}
