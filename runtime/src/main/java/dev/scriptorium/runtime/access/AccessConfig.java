package dev.scriptorium.runtime.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Who may call a service. */
@ConfigMapping(prefix = "scriptorium.access")
public interface AccessConfig {

    /**
     * {@code loopback}: everybody on this machine may do everything, and a service that is to listen at another address does
     * not start; {@code required}: every request needs credentials; {@code insecure}: everybody who reaches the port may do
     * everything.
     */
    @WithDefault("loopback")
    AccessMode mode();

    /**
     * The secret that the services send each other, of at least 32 characters without spaces; with {@code required} all services
     * have the same. It is also a credential of the role {@code admin}, to create the first key with.
     */
    Optional<String> token();
}
