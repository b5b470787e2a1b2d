package dev.scriptorium.engine.files;

import java.util.Optional;

/** The storages of PyTorch that a checkpoint may name, with the bytes of one element. Only those of weights have an element type. */
enum StorageType {
    FloatStorage(4, ElementType.F32),
    HalfStorage(2, ElementType.F16),
    BFloat16Storage(2, ElementType.BF16),
    DoubleStorage(8),
    LongStorage(8),
    IntStorage(4),
    ShortStorage(2),
    CharStorage(1),
    ByteStorage(1),
    BoolStorage(1);

    private final int bytes;
    private final Optional<ElementType> elements;

    StorageType(int bytes) {
        this.bytes = bytes;
        this.elements = Optional.empty();
    }

    StorageType(int bytes, ElementType elements) {
        this.bytes = bytes;
        this.elements = Optional.of(elements);
    }

    int bytes() {
        return bytes;
    }

    /** Empty for storages that hold no weights. */
    Optional<ElementType> elements() {
        return elements;
    }

    static Optional<StorageType> named(String name) {
        for (StorageType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
