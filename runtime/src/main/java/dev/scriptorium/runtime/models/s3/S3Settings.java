package dev.scriptorium.runtime.models.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an object store is reached.
 *
 * @param endpoint another store than Amazon's
 * @param key what requests are signed with; without it they are not
 * @param cache the folder that models are kept in
 * @param objects the most objects under a model's prefix
 */
public record S3Settings(
        Optional<URI> endpoint, String region, Optional<Key> key, Path cache, int objects, Patience patience) {

    /** An access key; its text form keeps its secrets. */
    public record Key(String id, String secret, Optional<String> sessionToken) {

        /** Of an id and a secret, where both are there. */
        public static Optional<Key> of(Optional<String> id, Optional<String> secret, Optional<String> sessionToken) {
            if (id.isPresent() != secret.isPresent()) {
                throw new IllegalArgumentException(
                        "scriptorium.models.s3: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together, set both or none");
            }
            return id.map(present -> new Key(present, secret.orElseThrow(), sessionToken));
        }

        @Override
        public String toString() {
            return id;
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
