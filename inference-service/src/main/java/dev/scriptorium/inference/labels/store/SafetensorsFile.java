package dev.scriptorium.inference.labels.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbers by name, to be written as a safetensors file of 32-bit floats.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
final class SafetensorsFile {

    private static final int ALIGNMENT = 8;

    private final Map<String, float[]> numbers = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private long bytes;

    void add(String name, float[] values, int... shape) {
        long end = bytes + (long) values.length * Float.BYTES;
        String dimensions = IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        entries.put(
                name,
                "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                        .formatted(name, dimensions, bytes, end));
        numbers.put(name, values);
        bytes = end;
    }

    void write(Path file) throws IOException {
        String entry = "{" + String.join(",", entries.values()) + "}";
        int padding = (ALIGNMENT - entry.length() % ALIGNMENT) % ALIGNMENT;
        byte[] header = (entry + " ".repeat(padding)).getBytes(UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, head.putLong(header.length).put(header).flip());
            for (float[] values : numbers.values()) {
                ByteBuffer data =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                data.asFloatBuffer().put(values);
                writeAll(channel, data);
            }
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
