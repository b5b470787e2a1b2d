package dev.scriptorium.engine.onnx;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the native library of ONNX Runtime, which is unpacked once per version. */
final class OnnxLibrary {

    private static final int MAX_COMMAND_LINE = 3900;

    static {
        refuseLongCommandLine();
        NativeLibrary.prepare();
        initializeBinding();
    }

    private OnnxLibrary() {}

    /** Once; later calls do nothing. */
    static void load() {}

    /** The binding loads the library, and fills its table of functions, when this class is initialized. */
    private static void initializeBinding() {
        try {
            Class.forName("ai.onnxruntime.OrtEnvironment");
        } catch (ClassNotFoundException e) {
            throw new FailureException(FailureCode.INTERNAL, "ONNX Runtime's Java binding is missing", e);
        }
    }

    /** Version 1.29 ends the whole process with a segmentation fault where the command line has more bytes than this. */
    private static void refuseLongCommandLine() {
        try {
            Path commandLine = Path.of("/proc/self/cmdline");
            if (Files.isReadable(commandLine) && Files.readAllBytes(commandLine).length > MAX_COMMAND_LINE) {
                throw new FailureException(
                        FailureCode.INTERNAL,
                        "ONNX Runtime crashes where the command line is over " + MAX_COMMAND_LINE
                                + " bytes; pass a long class path in an @file or as a jar's manifest");
            }
        } catch (IOException e) {
            throw new FailureException(FailureCode.INTERNAL, "/proc/self/cmdline cannot be read", e);
        }
    }
}
