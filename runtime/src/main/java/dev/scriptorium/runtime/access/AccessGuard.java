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
    private static final String PRESENTED = AccessGuard.class.getName() + ".presented";
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

    /** Takes a credential that the request carries in a way of its own, as if it were in {@code X-Api-Key}. */
    public static void present(RoutingContext context, String credential) {
        if (!credential.isBlank()) {
            context.put(PRESENTED, credential.strip());
        }
    }

    /**
     * Checks a request that the rules leave open because its credential may be in its body. On a worker thread.
     *
     * @throws FailureException CREDENTIALS_REFUSED, ROLE_MISSING or RATE_LIMITED
     */
    public void require(RoutingContext context, Role needed) {
        if (mode != AccessMode.REQUIRED) {
            return;
        }
        Optional<Caller> known = caller(context);
        if (known.isPresent()) {
            checkRole(known.get(), needed);
            return;
        }
        String credential = credential(context);
        if (credential == null) {
            throw missing();
        }
        Caller caller = isToken(credential) ? Caller.SERVICE : callers.identify(credential);
        check(context, caller, needed);
        context.put(CALLER, caller);
    }

    /** Whether requests need credentials. */
    public boolean isRequired() {
        return mode == AccessMode.REQUIRED;
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
        String credential = credential(context);
        if (credential == null) {
            Refusal.send(context, missing());
        } else if (isToken(credential)) {
            admit(context, Caller.SERVICE, needed.get());
        } else {
            context.vertx()
                    .executeBlocking(() -> callers.identify(credential), false)
                    .onSuccess(caller -> admit(context, caller, needed.get()))
                    .onFailure(failure -> Refusal.send(context, FailureException.of(failure)));
        }
    }

    private void admit(RoutingContext context, Caller caller, Role needed) {
        try {
            check(context, caller, needed);
        } catch (FailureException refused) {
            Refusal.send(context, refused);
            return;
        }
        context.put(CALLER, caller);
        context.next();
    }

    private static void checkRole(Caller caller, Role needed) {
        if (!caller.role().includes(needed)) {
            throw new FailureException(
                    FailureCode.ROLE_MISSING,
                    "This needs the role " + needed.id() + "; the caller has the role "
                            + caller.role().id() + ".");
        }
    }

    private void check(RoutingContext context, Caller caller, Role needed) {
        checkRole(caller, needed);
        Optional<Duration> wait = callers.count(caller);
        if (wait.isPresent()) {
            long seconds = wait.get().plusMillis(999).toSeconds();
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            throw new FailureException(
                    FailureCode.RATE_LIMITED, "Too many requests of this caller; try again in " + seconds + " s.");
        }
    }

    private boolean isToken(String credential) {
        return MessageDigest.isEqual(credential.getBytes(StandardCharsets.UTF_8), token);
    }

    private static FailureException missing() {
        return new FailureException(
                FailureCode.CREDENTIALS_REFUSED, "Send a key as \"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\".");
    }

    /** Decoded and without dots and doubled slashes, as the routes see it. */
    private static String path(RoutingContext context) {
        String path = context.normalizedPath();
        return path == null ? "/" : path;
    }

    private static @Nullable String credential(RoutingContext context) {
        String presented = context.get(PRESENTED);
        if (presented != null) {
            return presented;
        }
        HttpServerRequest request = context.request();
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            String credential = authorization.substring(BEARER.length()).strip();
            return credential.isEmpty() ? null : credential;
        }
        String key = request.getHeader(API_KEY);
        return key == null || key.isBlank() ? null : key.strip();
    }
}
