package dev.scriptorium.ingest.api;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses query parameters that an endpoint of this package does not know, and one that is given twice where one is expected. */
class StrictQuery {

    @ServerRequestFilter
    void check(UriInfo uri, ResourceInfo resource) {
        boolean own = resource.getResourceClass() != null
                && resource.getResourceClass().getPackage().equals(StrictQuery.class.getPackage());
        if (!own || uri.getQueryParameters().isEmpty() || resource.getResourceMethod() == null) {
            return;
        }
        Map<String, Boolean> known = known(resource);
        uri.getQueryParameters().forEach((name, values) -> {
            Boolean several = known.get(name);
            if (several == null) {
                throw JsonBody.bad("Unknown query parameter " + JsonBody.name(name) + "; "
                        + (known.isEmpty() ? "there are none" : "known are " + names(known)) + ".");
            }
            if (!several && values.size() > 1) {
                throw JsonBody.bad("The query parameter " + name + " must be given once.");
            }
        });
    }

    /** The names, each with whether it may be given several times. */
    private static Map<String, Boolean> known(ResourceInfo resource) {
        Map<String, Boolean> known = new TreeMap<>();
        for (Parameter parameter : resource.getResourceMethod().getParameters()) {
            Arrays.stream(parameter.getAnnotationsByType(QueryParam.class))
                    .forEach(query -> known.put(query.value(), List.class.isAssignableFrom(parameter.getType())));
        }
        return known;
    }

    private static String names(Map<String, Boolean> known) {
        return known.keySet().stream().collect(Collectors.joining(", "));
    }
}
