package dev.scriptorium.standalone.instance;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets the held port go at the last moment before the HTTP server binds it. */
@ApplicationScoped
public class HttpPortRelease implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        Instance.releasePort();
    }
}
