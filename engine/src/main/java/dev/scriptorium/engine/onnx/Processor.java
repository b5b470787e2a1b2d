package dev.scriptorium.engine.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine's processor can do, as far as graphs differ by it. */
public final class Processor {

    private static final boolean SIGNED_BYTES = !isX86() || hasVnni();

    private Processor() {}

    /**
     * Whether products with signed bytes as weights are exact. On x86 without VNNI they add up in 16 bits, which overflow;
     * unsigned bytes are multiplied otherwise there.
     */
    public static boolean multipliesSignedBytes() {
        return SIGNED_BYTES;
    }

    private static boolean isX86() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    private static boolean hasVnni() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .filter(flags -> flags.contains("avx512_vnni") || flags.contains("avx_vnni"))
                    .isPresent();
        } catch (IOException e) {
            // Not Linux: unsigned bytes are right everywhere.
            return false;
        }
    }
}
