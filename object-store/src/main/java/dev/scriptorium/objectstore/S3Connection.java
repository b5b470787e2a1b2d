package dev.scriptorium.objectstore;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How an object store is reached: Amazon S3, or a store with its API.
 *
 * @param keys the prefix of the configuration keys, for messages
 * @param endpoint another store than Amazon's; its buckets are addressed by path
 * @param key what requests are signed with
 * @param silence how long to wait for a connection, for the beginning of an answer and for more of it
 */
public record S3Connection(String keys, Optional<URI> endpoint, String region, Key key, Duration silence) {

    /** An access key as it was configured, complete or not; its text form keeps its secrets. */
    public record Key(Optional<String> id, Optional<String> secret, Optional<String> sessionToken) {

        /** Requests are not signed. */
        public static final Key NONE = new Key(Optional.empty(), Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return id.orElse("none");
        }
    }

    /**
     * A client, to be closed by the caller. Checksums are sent and checked where the API requires them only, and bodies are not sent in signed chunks,
     * because many stores refuse both, or keep the signatures as content.
     *
     * @throws IllegalArgumentException where the endpoint is no address or the access key is not complete
     */
    public S3Client open(RetryStrategy retries) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(silence)
                        .socketTimeout(silence))
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .forcePathStyle(endpoint.isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(settings -> settings.chunkedEncodingEnabled(false))
                .overrideConfiguration(override -> override.retryStrategy(retries));
        endpoint.map(this::address).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private URI address(URI configured) {
        if (configured.getHost() == null
                || !String.valueOf(configured.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("AWS_ENDPOINT_URL_S3 or " + keys
                    + ".endpoint is no address as https://host:port but " + configured);
        }
        return configured;
    }

    private AwsCredentialsProvider credentials() {
        if (key.id().isEmpty() && key.secret().isEmpty()) {
            return AnonymousCredentialsProvider.create();
        }
        if (key.id().isEmpty() || key.secret().isEmpty()) {
            throw new IllegalArgumentException(
                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together; set both, or none for a public bucket");
        }
        String id = key.id().get();
        String secret = key.secret().get();
        AwsCredentials credentials = key.sessionToken().isPresent()
                ? AwsSessionCredentials.create(id, secret, key.sessionToken().get())
                : AwsBasicCredentials.create(id, secret);
        return StaticCredentialsProvider.create(credentials);
    }
}
