package dev.scriptorium.modelrepository.s3;

import dev.scriptorium.objectstore.S3Connection;
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
        S3Connection.Key key,
        Path cache,
        int objects,
        Patience patience,
        boolean checkpoints) {

    /** The connection of a client. */
    S3Connection connection() {
        return new S3Connection("scriptorium.models.s3", endpoint, region, key, patience.silence());
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
