package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/** The one environment of ONNX Runtime in this process, without telemetry. It lives until the process ends. */
final class OnnxRuntime {

    private static final OrtEnvironment ENVIRONMENT = start();

    private OnnxRuntime() {}

    static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment start() {
        OrtApi.keepEnvironment(); // before the binding registers the hook that releases it
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
