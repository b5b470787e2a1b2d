package dev.scriptorium.ingest.http;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.SizeLimitExceededException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;

/**
 * A multipart body, read part by part: nothing is spooled, and the headers of a part are bounded. Read once.
 *
 * @param partHeaders what the headers of one part may have
 */
public record MultipartBody(InputStream body, String contentType, DataSize partHeaders) {

    /** Reads a part. */
    @FunctionalInterface
    public interface PartReader {

        /** @param content never to be closed: closing reads the part to its end, however large it is */
        void read(FileItemStream part, InputStream content) throws IOException;
    }

    /** Hands all parts on, in their order; what is left of one is passed over when the next one is read. */
    public void each(PartReader reader) {
        FileUpload upload = new FileUpload();
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        upload.setPartHeaderSizeMax(Math.toIntExact(partHeaders.toBytes()));
        try {
            FileItemIterator parts = upload.getItemIterator(new Request(body, contentType));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                reader.read(part, part.openStream());
            }
        } catch (FileUploadException | IOException e) {
            throw failure(e);
        }
    }

    private FailureException failure(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureException failure) {
                return failure;
            }
            if (cause instanceof SizeLimitExceededException) {
                return new FailureException(
                        FailureCode.REQUEST_TOO_LARGE, "The headers of a part may have at most " + partHeaders + ".");
            }
        }
        return new FailureException(
                FailureCode.BAD_REQUEST,
                "The multipart body is malformed, cut off, or does not match the boundary of its Content-Type.",
                thrown);
    }

    /** The request as the library wants it. */
    private record Request(InputStream body, String contentType) implements UploadContext {

        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public int getContentLength() {
            return -1;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }
    }
}
