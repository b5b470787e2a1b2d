package dev.scriptorium.inference.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/** The one ONNX Runtime of this process, without telemetry, with its library unpacked once per version. */
final class OnnxRuntime {

    private static final OrtEnvironment ENVIRONMENT = start();

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment start() {
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
}
