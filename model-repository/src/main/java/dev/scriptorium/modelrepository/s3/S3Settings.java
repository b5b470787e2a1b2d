package dev.scriptorium.modelrepository.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an object store is reached.
 *
 * @param endpoint another store than Amazon's
 * @param key what requests are signed with
 * @param cache the folder that models are kept in
 * @param objects the most objects under a model's prefix
 * @param checkpoints whether {@code pytorch_model.bin} is fetched where there are no safetensors
 */
public record S3Settings(
        Optional<URI> endpoint,
        String region,
        Key key,
        Path cache,
        int objects,
        Patience patience,
        boolean checkpoints) {

    /** An access key as it was configured, whole or not; its text form keeps its secrets. */
    public record Key(Optional<String> id, Optional<String> secret, Optional<String> sessionToken) {

        /** Requests are not signed. */
        public static final Key NONE = new Key(Optional.empty(), Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return id.orElse("none");
        }
    }

    /**
     * How long to try.
     *
     * @param attempts how often a request is made before it fails
     * @param firstWait before the second attempt; doubled before each further one
     * @param silence how long to wait for a connection, for the beginning of an answer and for more of it
     */
    public record Patience(int attempts, Duration firstWait, Duration silence) {}
}
