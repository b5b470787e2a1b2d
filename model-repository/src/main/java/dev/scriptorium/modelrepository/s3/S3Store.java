package dev.scriptorium.modelrepository.s3;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.hub.Attempts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists and reads an object store; what may pass is tried again, bodies that broke off too. For one thread. */
final class S3Store implements AutoCloseable {

    private final S3Settings settings;
    private final S3Client client;
    private final Attempts attempts;

    private S3Store(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.attempts = new Attempts(
                settings.patience().attempts(),
                settings.patience().firstWait(),
                "",
                "check the network, the region, AWS_ENDPOINT_URL_S3 and the proxy");
        this.client = client;
    }

    /** An object under a model's prefix; its name is what follows the prefix. */
    record StoredFile(String name, String etag, long size) {}

    /** @throws FailureException {@code MODEL_UNKNOWN} where the store is not told in a way that it can be asked */
    static S3Store open(S3Settings settings) {
        try {
            // Attempts are counted here, where those that break off in a body are counted too.
            return new S3Store(settings, settings.connection().open(AwsRetryStrategy.doNotRetry()));
        } catch (IllegalArgumentException e) {
            throw new FailureException(FailureCode.MODEL_UNKNOWN, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The objects under the model's prefix, but for those that stand for folders.
     *
     * @throws FailureException {@code MODEL_UNKNOWN} where there are none or they are not for this key,
     *     {@code LIMIT_EXCEEDED}, or {@code DEPENDENCY_UNAVAILABLE}
     */
    List<StoredFile> list(S3Model model) {
        List<S3Object> objects = new ArrayList<>();
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(model.bucket())
                .prefix(model.start())
                .build();
        boolean more = true;
        while (more) {
            ListObjectsV2Request page = request;
            ListObjectsV2Response answer = ask(model.toString(), () -> client.listObjectsV2(page));
            objects.addAll(answer.contents());
            if (objects.size() > settings.objects()) {
                throw new FailureException(
                        FailureCode.LIMIT_EXCEEDED,
                        "There are more than %d objects under %s; name the prefix of a model's own folder, or raise scriptorium.models.s3.objects"
                                .formatted(settings.objects(), model));
            }
            more = Boolean.TRUE.equals(answer.isTruncated());
            request = request.toBuilder()
                    .continuationToken(answer.nextContinuationToken())
                    .build();
        }
        if (objects.isEmpty()) {
            throw new FailureException(
                    FailureCode.MODEL_UNKNOWN, "There is nothing under %s; check the prefix".formatted(model));
        }
        return objects.stream()
                .filter(object -> !object.key().endsWith("/"))
                .map(object ->
                        new StoredFile(object.key().substring(model.start().length()), object.eTag(), object.size()))
                .toList();
    }

    /**
     * Fetches a file, or what is missing of it; a file that was replaced since it was listed is not taken.
     *
     * @param incomplete what was fetched before, if it is there, and afterwards the whole file
     * @throws FailureException {@code MODEL_UNKNOWN} or {@code DEPENDENCY_UNAVAILABLE}
     */
    void fetch(S3Model model, StoredFile file, Path incomplete) {
        ask(model.start().isEmpty() ? model + file.name() : model + "/" + file.name(), () -> {
            long have = have(incomplete, file.size());
            GetObjectRequest.Builder request = GetObjectRequest.builder()
                    .bucket(model.bucket())
                    .key(model.start() + file.name())
                    .ifMatch(file.etag());
            if (have > 0) {
                request.range("bytes=" + have + "-");
            }
            try (ResponseInputStream<GetObjectResponse> body = client.getObject(request.build());
                    OutputStream out = Files.newOutputStream(
                            incomplete,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            body.response().contentRange() == null
                                    ? StandardOpenOption.TRUNCATE_EXISTING
                                    : StandardOpenOption.APPEND)) {
                body.transferTo(out);
            }
            long received = Files.size(incomplete);
            if (received != file.size()) {
                throw new IOException("the connection ended after " + received + " of " + file.size() + " bytes");
            }
            return received;
        });
    }

    /** What is as long as the whole and was not taken for it then has something wrong with it. */
    private static long have(Path incomplete, long size) throws IOException {
        if (!Files.exists(incomplete)) {
            return 0;
        }
        if (Files.size(incomplete) >= size) {
            Files.delete(incomplete);
            return 0;
        }
        return Files.size(incomplete);
    }

    private <T> T ask(String what, Attempts.Attempt<T> request) {
        return attempts.make(what, () -> {
            try {
                return request.make();
            } catch (AbortedException e) {
                throw Attempts.stopping(e);
            } catch (SdkException e) {
                S3Refusal.of(e, what).ifPresent(refusal -> {
                    throw refusal;
                });
                throw new IOException(e.getMessage(), e);
            }
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
