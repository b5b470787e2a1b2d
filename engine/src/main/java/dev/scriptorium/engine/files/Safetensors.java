package dev.scriptorium.engine.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One file of weights in the safetensors format, mapped into memory.
 *
 * <p>Format: 8 bytes length of the header (little endian), the header in JSON ({@code name} to {@code dtype},
 * {@code shape}, {@code data_offsets}), then the values. Every length and offset is checked against the file's size
 * before it is used, so a damaged file fails as {@code MODEL_CORRUPT} and nothing else. Safe for many threads.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
final class Safetensors implements TensorFile {

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private final MemorySegment data;
    private final Map<String, Entry> entries;

    private record Entry(String type, int[] shape, long begin, long end) {}

    private Safetensors(MappedFile file, MemorySegment data, Map<String, Entry> entries) {
        this.file = file;
        this.data = data;
        this.entries = entries;
    }

    static Safetensors open(Path path) {
        return MappedFile.read(path, Safetensors::parse);
    }

    private static Safetensors parse(MappedFile file) {
        MemorySegment mapped = file.bytes();
        if (mapped.byteSize() < 8) {
            throw file.corrupt("has " + mapped.byteSize() + " bytes, fewer than the length of its header");
        }
        long headerBytes = mapped.get(LENGTH, 0);
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, mapped.byteSize() - 8)) {
            throw file.corrupt("gives its header " + headerBytes + " bytes, more than there are");
        }
        MemorySegment data = mapped.asSlice(8 + headerBytes);
        JsonNode header;
        try {
            header = new ObjectMapper().readTree(mapped.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE));
        } catch (IOException e) {
            throw file.corrupt("has a header that is not JSON");
        }
        if (header == null || !header.isObject()) {
            throw file.corrupt("has a header that is not a JSON object");
        }
        Map<String, Entry> entries = new HashMap<>();
        header.properties().forEach(property -> {
            if (!property.getKey().equals("__metadata__")) {
                entries.put(property.getKey(), entry(file, property.getKey(), property.getValue(), data.byteSize()));
            }
        });
        return new Safetensors(file, data, entries);
    }

    private static Entry entry(MappedFile file, String name, JsonNode node, long dataBytes) {
        JsonNode offsets = node.path("data_offsets");
        JsonNode dimensions = node.path("shape");
        if (!dimensions.isArray() || offsets.size() != 2) {
            throw file.corrupt("describes " + name + " without shape or data_offsets");
        }
        int[] shape = new int[dimensions.size()];
        for (int i = 0; i < shape.length; i++) {
            if (!dimensions.get(i).canConvertToInt() || dimensions.get(i).intValue() < 0) {
                throw file.corrupt("gives " + name + " a dimension of " + dimensions.get(i));
            }
            shape[i] = dimensions.get(i).intValue();
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        if (begin < 0 || end < begin || end > dataBytes) {
            throw file.corrupt("places " + name + " outside the file");
        }
        return new Entry(node.path("dtype").asText(), shape, begin, end);
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public Tensor read(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw file.corrupt("has no tensor " + name);
        }
        ElementType type = ElementType.named(entry.type())
                .orElseThrow(() -> new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        file.path().getFileName() + " holds " + name + " as " + entry.type()
                                + "; weights must be F32, F16 or BF16"));
        long size;
        try {
            size = Tensor.size(entry.shape());
        } catch (ArithmeticException e) {
            throw file.corrupt("gives " + name + " a shape that is too large");
        }
        if (size > (entry.end() - entry.begin()) / type.size() || size * type.size() != entry.end() - entry.begin()) {
            throw file.corrupt("gives " + name + " a shape that does not fit its bytes");
        }
        Tensor tensor = Tensor.allocate(entry.shape());
        type.widen(data.asSlice(entry.begin(), entry.end() - entry.begin()), tensor.values());
        return tensor;
    }

    /** A copy of the named tensor of 32-bit integers, in row-major order. */
    int[] readInts(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw file.corrupt("has no tensor " + name);
        }
        if (!entry.type().equals("I32") || (entry.end() - entry.begin()) % Integer.BYTES != 0) {
            throw file.corrupt("holds " + name + " as " + entry.type() + ", not as whole I32");
        }
        return data.asSlice(entry.begin(), entry.end() - entry.begin())
                .toArray(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public void close() {
        file.close();
    }
}
