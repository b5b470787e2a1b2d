package dev.scriptorium.runtime.access;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.failure.Refusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks every request of the port, REST and gRPC alike, for credentials before anything else looks at it. Stops the start of a
 * service that would listen beyond this machine without them.
 */
@Singleton
public class AccessGuard {

    /** Behind the check of Host and Origin (10,000), before everything else. */
    private static final int SECOND = 9_000;

    private static final Logger LOG = Logger.getLogger(AccessGuard.class);
    private static final String CALLER = Caller.class.getName();
    private static final String BEARER = "bearer ";
    private static final String API_KEY = "X-Api-Key";

    private final AccessMode mode;
    private final byte[] token;
    private final AccessRules rules;
    private final Callers callers;

    AccessGuard(
            AccessConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            AccessRules rules,
            Callers callers) {
        new Listening(host, config.mode(), config.token()).check();
        this.mode = config.mode();
        this.token = config.token().orElse("").getBytes(StandardCharsets.UTF_8);
        this.rules = rules;
        this.callers = callers;
        LOG.info(Listening.describe(config.mode()));
    }

    /** The caller of the request; empty where no credentials are required. */
    public static Optional<Caller> caller(RoutingContext context) {
        return Optional.ofNullable(context.get(CALLER));
    }

    void register(@Observes Filters filters) {
        if (mode == AccessMode.REQUIRED) {
            filters.register(this::check, SECOND);
        }
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Role> needed = rules.needed(request.method().name(), path(context));
        if (needed.isEmpty()) {
            context.next();
            return;
        }
        String credential = credential(request);
        if (credential == null) {
            Refusal.send(
                    context,
                    new FailureException(
                            FailureCode.CREDENTIALS_REFUSED,
                            "Send a key as \"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\"."));
        } else if (MessageDigest.isEqual(credential.getBytes(StandardCharsets.UTF_8), token)) {
            admit(context, Caller.SERVICE, needed.get());
        } else {
            context.vertx()
                    .executeBlocking(() -> callers.identify(credential), false)
                    .onSuccess(caller -> admit(context, caller, needed.get()))
                    .onFailure(failure -> Refusal.send(context, FailureException.of(failure)));
        }
    }

    private void admit(RoutingContext context, Caller caller, Role needed) {
        if (!caller.role().includes(needed)) {
            Refusal.send(
                    context,
                    new FailureException(
                            FailureCode.ROLE_MISSING,
                            "This needs the role " + needed.id() + "; the caller has the role "
                                    + caller.role().id() + "."));
            return;
        }
        Optional<Duration> wait = callers.count(caller);
        if (wait.isPresent()) {
            long seconds = wait.get().plusMillis(999).toSeconds();
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            Refusal.send(
                    context,
                    new FailureException(
                            FailureCode.RATE_LIMITED,
                            "Too many requests of this caller; try again in " + seconds + " s."));
            return;
        }
        context.put(CALLER, caller);
        context.next();
    }

    /** Decoded and without dots and doubled slashes, as the routes see it. */
    private static String path(RoutingContext context) {
        String path = context.normalizedPath();
        return path == null ? "/" : path;
    }

    private static @Nullable String credential(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            String credential = authorization.substring(BEARER.length()).strip();
            return credential.isEmpty() ? null : credential;
        }
        String key = request.getHeader(API_KEY);
        return key == null || key.isBlank() ? null : key.strip();
    }
}
