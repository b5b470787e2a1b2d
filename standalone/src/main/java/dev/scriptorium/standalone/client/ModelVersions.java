package dev.scriptorium.standalone.client;

import java.util.List;
import java.util.Optional;

/** The models that an instance serves, with their digests. */
public final class ModelVersions {

    private ModelVersions() {}

    /**
     * Name and digest of each model that can serve, sorted.
     *
     * @param inferenceUrl the address of the inference service
     * @param token the services' shared token; empty: the call has no credential
     */
    public static List<String> of(String inferenceUrl, Optional<String> token) {
        return ServedModels.of(inferenceUrl, token).stream()
                .filter(model -> !model.hasUnavailable())
                .map(model -> model.getName() + "=" + model.getDigest())
                .sorted()
                .toList();
    }
}
