package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks ONNX Runtime's libraries into the user's cache, once for each version.
 *
 * <p>Left alone, the runtime unpacks 28 MB into the temporary folder at every start, and a process that is killed leaves
 * them behind. Where the cache cannot be written, that is what still happens.
 */
final class NativeLibrary {

    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final List<String> LIBRARIES = List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

    /** What the GPU build has besides: hundreds of megabytes, so they are not read to name the folder. */
    private static final List<String> CUDA_LIBRARIES =
            List.of("libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so");

    private NativeLibrary() {}

    static void prepare() {
        if (System.getProperty(PATH_PROPERTY) == null
                && System.getProperty("os.name").equals("Linux")) {
            Path cache = Path.of(System.getProperty("user.home"), ".cache", "scriptorium", "native");
            try {
                System.setProperty(PATH_PROPERTY, unpack(cache).toString());
            } catch (IOException e) {
                System.getLogger(NativeLibrary.class.getName())
                        .log(System.Logger.Level.DEBUG, "ONNX Runtime's libraries are not cached", e);
            }
        }
    }

    /** The folder under {@code cache}, named by content, that holds the libraries of this machine's architecture. */
    private static Path unpack(Path cache) throws IOException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x64";
        Map<String, byte[]> libraries = new LinkedHashMap<>();
        for (String library : LIBRARIES) {
            try (InputStream in = resource(architecture, library)) {
                if (in == null) {
                    throw new IOException("no " + library + " for " + architecture);
                }
                libraries.put(library, in.readAllBytes());
            }
        }
        Path folder = cache.resolve("onnxruntime-" + digest(libraries));
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> library : libraries.entrySet()) {
            write(folder.resolve(library.getKey()), new ByteArrayInputStream(library.getValue()));
        }
        for (String library : CUDA_LIBRARIES) {
            try (InputStream in = resource(architecture, library)) {
                if (in != null) {
                    write(folder.resolve(library), in);
                }
            }
        }
        return folder;
    }

    /**
     * What the system's loader says of the library for GPUs, such as which other one it misses: ONNX Runtime says only that it
     * could not load it. To be asked after it could not; before, the library is not ready to be loaded.
     */
    static Optional<String> whyCudaDoesNotLoad() {
        Path library = Path.of(System.getProperty(PATH_PROPERTY, ""), CUDA_LIBRARIES.getLast())
                .toAbsolutePath();
        if (!Files.exists(library)) {
            return Optional.empty();
        }
        try {
            System.load(library.toString());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static @Nullable InputStream resource(String architecture, String library) {
        return OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + architecture + "/" + library);
    }

    private static void write(Path file, InputStream library) throws IOException {
        if (!Files.exists(file)) {
            Path written =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
            Files.copy(library, written, StandardCopyOption.REPLACE_EXISTING);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String digest(Map<String, byte[]> libraries) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            libraries.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
