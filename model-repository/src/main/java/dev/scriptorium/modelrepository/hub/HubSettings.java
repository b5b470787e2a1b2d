package dev.scriptorium.modelrepository.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the hub is reached.
 *
 * @param cache the folder of the cache, in the layout of huggingface_hub
 * @param token sent to the endpoint's host and to no other
 * @param offline whether only the cache is used
 * @param attempts how often a request is made before it fails
 * @param firstWait before the second attempt; doubled before each further one
 * @param patience how long to wait for a connection, for the beginning of an answer and for more of it
 * @param checkpoints whether {@code pytorch_model.bin} is fetched where there are no safetensors
 */
public record HubSettings(
        URI endpoint,
        Path cache,
        Optional<String> token,
        boolean offline,
        int attempts,
        Duration firstWait,
        Duration patience,
        boolean checkpoints) {}
