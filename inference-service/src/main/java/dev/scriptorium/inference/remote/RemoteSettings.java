package dev.scriptorium.inference.remote;

import java.time.Duration;
import java.util.Set;

/**
 * How remote models are asked.
 *
 * @param attempts how often a request is made
 * @param firstWait before the second attempt; doubled before each further one
 * @param longestWait before an attempt
 * @param concurrency requests to one model at one time
 * @param waiting requests that wait for their turn
 * @param responseBytes of the largest answer
 * @param privateHosts hosts that may have private addresses and be called without encryption
 */
public record RemoteSettings(
        Duration connectTimeout,
        Duration responseTimeout,
        int attempts,
        Duration firstWait,
        Duration longestWait,
        int concurrency,
        int waiting,
        long responseBytes,
        Set<String> privateHosts) {

    public RemoteSettings {
        privateHosts = Set.copyOf(privateHosts);
    }
}
