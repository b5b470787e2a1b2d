package dev.scriptorium.deploy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The classes of the Kubernetes model keep fields that they do not know aside, on each level; this finds them. */
final class StrictModel {
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    private StrictModel() {}

    static Set<String> unknownFields(Object model) {
        Set<String> unknown = new TreeSet<>();
        walk(model, unknown);
        return unknown;
    }

    private static void walk(Object value, Set<String> unknown) {
        switch (value) {
            case null -> {}
            case Collection<?> collection -> collection.forEach(each -> walk(each, unknown));
            case Map<?, ?> map -> map.values().forEach(each -> walk(each, unknown));
            default -> {
                if (value.getClass().getName().startsWith(MODEL)) {
                    for (Method method : value.getClass().getMethods()) {
                        if (isGetter(method)) {
                            look(value, method, unknown);
                        }
                    }
                }
            }
        }
    }

    private static void look(Object value, Method getter, Set<String> unknown) {
        try {
            Object part = getter.invoke(value);
            if (getter.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) part).keySet().forEach(field -> unknown.add(field.toString()));
            } else {
                walk(part, unknown);
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(getter.toString(), e);
        }
    }

    private static boolean isGetter(Method method) {
        return method.getName().startsWith("get")
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }
}
