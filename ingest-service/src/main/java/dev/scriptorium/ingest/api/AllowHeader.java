package dev.scriptorium.ingest.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Adds to 405 the header Allow with the methods of the resource, as RFC 9110 requires. */
@Singleton
@Unremovable
class AllowHeader implements ProblemPostProcessor {

    private static final int METHOD_NOT_ALLOWED = 405;

    private static final List<Class<?>> RESOURCES = List.of(
            JobResource.class,
            DocumentsResource.class,
            DocumentResource.class,
            KeyResource.class,
            RetryResource.class,
            ResultsResource.class,
            FailureResource.class,
            ErasureResource.class,
            JobErasureResource.class,
            EventResource.class,
            JobEventResource.class,
            LabelSetResource.class,
            TextResource.class,
            CatalogueResource.class);

    private final List<Route> routes =
            RESOURCES.stream().flatMap(resource -> routes(resource).stream()).toList();

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getStatusCode() != METHOD_NOT_ALLOWED || context.path == null) {
            return problem;
        }
        TreeSet<String> allowed = new TreeSet<>(List.of("OPTIONS"));
        for (Route route : routes) {
            if (route.path().matcher(context.path).matches()) {
                allowed.add(route.method());
                if (route.method().equals(HttpMethod.GET)) {
                    allowed.add(HttpMethod.HEAD);
                }
            }
        }
        return HttpProblem.builder(problem)
                .withHeader("Allow", String.join(", ", allowed))
                .build();
    }

    private static List<Route> routes(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        List<Route> routes = new ArrayList<>();
        for (Method method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (http != null) {
                    String template = base + (path == null ? "" : path.value());
                    routes.add(
                            new Route(Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+") + "/?"), http.value()));
                }
            }
        }
        return routes;
    }

    private record Route(Pattern path, String method) {}
}
