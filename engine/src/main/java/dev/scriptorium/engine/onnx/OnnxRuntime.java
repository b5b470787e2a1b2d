package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import org.jspecify.annotations.Nullable;

/** The one environment of ONNX Runtime in this process, without telemetry. It lives until the process ends. */
final class OnnxRuntime {

    private static @Nullable OrtEnvironment environment;

    private OnnxRuntime() {}

    /** @throws FailureException {@code SHUTTING_DOWN} where the first call comes while the JVM shuts down */
    static synchronized OrtEnvironment environment() {
        OrtEnvironment started = environment;
        if (started == null) {
            started = start();
            environment = started;
        }
        return started;
    }

    private static OrtEnvironment start() {
        OrtApi.keepEnvironment(); // before the binding registers the hook that releases it
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "scriptorium");
            environment.setTelemetry(false);
            return environment;
        } catch (IllegalStateException e) { // the binding registers a shutdown hook
            throw new FailureException(FailureCode.SHUTTING_DOWN, "The process is stopping", e);
        } catch (OrtException e) {
            throw new FailureException(FailureCode.INTERNAL, "ONNX Runtime does not start: " + e.getMessage(), e);
        }
    }
}
