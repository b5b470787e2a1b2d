package dev.scriptorium.modelrepository.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A body that is closed where nothing of it comes for a while; the HTTP client itself would wait without end. */
public final class WatchedBody extends FilterInputStream {

    private final Duration patience;
    private final Thread watch;
    private volatile long last = System.nanoTime();
    private volatile boolean stalled;

    public WatchedBody(InputStream body, Duration patience) {
        super(body);
        this.patience = patience;
        this.watch = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        try {
            long idle = 0;
            while (idle < patience.toNanos()) {
                Thread.sleep(Duration.ofNanos(patience.toNanos() - idle));
                idle = System.nanoTime() - last;
            }
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException e) {
            // Read to its end, or closed already.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int read = super.read(target, offset, length);
            last = System.nanoTime();
            return read;
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for " + patience, e) : e;
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
