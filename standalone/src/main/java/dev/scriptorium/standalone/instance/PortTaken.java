package dev.scriptorium.standalone.instance;

import java.io.IOException;

/** The port asked for is in use by another program. */
public final class PortTaken extends RuntimeException {
    PortTaken(int port, IOException cause) {
        super("Port " + port + " is in use by another program: choose another one with --port.", cause);
    }
}
