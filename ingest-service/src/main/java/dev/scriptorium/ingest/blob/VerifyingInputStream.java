package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Checks the digest when the end is reached. */
final class VerifyingInputStream extends InputStream {

    private final InputStream content;
    private final Sha256 expected;
    private final MessageDigest actual = Sha256.digest();
    private boolean verified;

    VerifyingInputStream(InputStream content, Sha256 expected) {
        this.content = content;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = content.read(buffer, offset, length);
        if (read >= 0) {
            actual.update(buffer, offset, read);
        } else if (!verified) {
            verified = true;
            if (!Sha256.of(actual).equals(expected)) {
                throw new FailureException(
                        FailureCode.BLOB_CORRUPT, "The stored bytes are not those of " + expected + ".");
            }
        }
        return read;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long total = 0;
        byte[] buffer = new byte[1 << 16];
        for (int read = read(buffer, 0, buffer.length); read >= 0; read = read(buffer, 0, buffer.length)) {
            out.write(buffer, 0, read);
            total += read;
        }
        return total;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
