package dev.scriptorium.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

class S3ConnectionTest {

    private static final S3Connection.Key WHOLE =
            new S3Connection.Key(Optional.of("id"), Optional.of("geheim"), Optional.empty());

    @Test
    void opensAClientOfAnotherStoreThanAmazons() {
        try (S3Client client = open(URI.create("http://127.0.0.1:9000"), WHOLE)) {
            assertThat(client.utilities()
                            .getUrl(object -> object.bucket("documents").key("ab/abc")))
                    .hasToString("http://127.0.0.1:9000/documents/ab/abc");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9000", "ftp://store:21", "/store", "store"})
    void refusesAnEndpointThatIsNoAddress(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(URI.create(endpoint), WHOLE))
                .withMessageContaining("scriptorium.test.s3.endpoint")
                .withMessageEndingWith("but " + endpoint);
    }

    @Test
    void refusesHalfAKey() {
        var withoutSecret = new S3Connection.Key(Optional.of("id"), Optional.empty(), Optional.empty());
        var withoutId = new S3Connection.Key(Optional.empty(), Optional.of("geheim"), Optional.empty());

        for (S3Connection.Key half : new S3Connection.Key[] {withoutSecret, withoutId}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> open(URI.create("http://127.0.0.1:9000"), half))
                    .withMessageStartingWith("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together");
        }
    }

    @Test
    void keepsTheSecretOutOfItsTextForm() {
        assertThat(connection(URI.create("http://127.0.0.1:9000"), WHOLE).toString())
                .contains("id")
                .doesNotContain("geheim");
    }

    private static S3Client open(URI endpoint, S3Connection.Key key) {
        return connection(endpoint, key).open(AwsRetryStrategy.doNotRetry());
    }

    private static S3Connection connection(URI endpoint, S3Connection.Key key) {
        return new S3Connection("scriptorium.test.s3", Optional.of(endpoint), "us-east-1", key, Duration.ofSeconds(1));
    }
}
