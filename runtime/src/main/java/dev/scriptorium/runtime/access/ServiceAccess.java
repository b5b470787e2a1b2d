package dev.scriptorium.runtime.access;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A service behind the API: only the other services may call it. */
@Singleton
@DefaultBean
class ServiceAccess implements Callers, AccessRules {

    @Override
    public Caller identify(String credential) {
        throw new FailureException(
                FailureCode.CREDENTIALS_REFUSED,
                "This service takes the token of scriptorium.access.token only; keys are for ingest-service.");
    }

    @Override
    public Optional<Role> needed(String method, String path) {
        boolean health = path.startsWith("/q/health") || path.startsWith("/grpc.health.");
        return health ? Optional.empty() : Optional.of(Role.ADMIN);
    }
}
