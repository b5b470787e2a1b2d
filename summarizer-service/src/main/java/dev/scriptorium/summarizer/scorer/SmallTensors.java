package dev.scriptorium.summarizer.scorer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a few weights in the safetensors format, read whole. Every length is checked before it is used: a damaged file
 * fails with MODEL_CORRUPT.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
final class SmallTensors {

    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final JsonNode header;
    private final ByteBuffer data;

    private SmallTensors(Path file, JsonNode header, ByteBuffer data) {
        this.file = file;
        this.header = header;
        this.data = data;
    }

    static SmallTensors read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw corrupt(file, "has " + Files.size(file) + " bytes, more than a scorer has");
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
            if (length < 2 || length > bytes.remaining()) {
                throw corrupt(file, "does not say how long its header is");
            }
            String header = UTF_8.decode(bytes.slice(Long.BYTES, (int) length)).toString();
            int start = Long.BYTES + (int) length;
            return new SmallTensors(
                    file,
                    new ObjectMapper().readTree(header),
                    bytes.slice(start, bytes.limit() - start).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, file + " cannot be read", e);
        }
    }

    /** All values of a tensor of 32-bit floats, row by row. */
    double[] values(String name, int... shape) {
        JsonNode entry = header.path(name);
        int count = 1;
        boolean fits = entry.path("dtype").asText().equals("F32")
                && entry.path("shape").size() == shape.length;
        for (int i = 0; i < shape.length; i++) {
            fits &= entry.path("shape").path(i).asInt(-1) == shape[i];
            count *= shape[i];
        }
        long from = entry.path("data_offsets").path(0).asLong(-1);
        long to = entry.path("data_offsets").path(1).asLong(-1);
        if (!fits || from < 0 || to - from != (long) count * Float.BYTES || to > data.limit()) {
            throw corrupt(file, "has no " + name + " of the shape that config.json gives");
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = data.getFloat((int) from + i * Float.BYTES);
            if (!Double.isFinite(values[i])) {
                throw corrupt(file, "has something in " + name + " that is no number");
            }
        }
        return values;
    }

    private static FailureException corrupt(Path file, String what) {
        return new FailureException(FailureCode.MODEL_CORRUPT, file + " " + what);
    }
}
