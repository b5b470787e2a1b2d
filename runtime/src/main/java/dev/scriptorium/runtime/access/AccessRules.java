package dev.scriptorium.runtime.access;

import java.util.Optional;

/** Which role a request needs. */
public interface AccessRules {

    /**
     * The least role that may send it; empty for everybody.
     *
     * @param path of a resource, or {@code /package.Service/Method} of a gRPC call
     */
    Optional<Role> needed(String method, String path);
}
