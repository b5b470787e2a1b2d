package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one ONNX Runtime of this process, without telemetry, with its library unpacked once per version. */
final class OnnxRuntime {

    private static final int MAX_COMMAND_LINE = 3900;
    private static final OrtEnvironment ENVIRONMENT = start();

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment start() {
        refuseLongCommandLine();
        NativeLibrary.prepare();
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "scriptorium");
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException e) {
            throw new FailureException(FailureCode.INTERNAL, "ONNX Runtime does not start: " + e.getMessage(), e);
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
