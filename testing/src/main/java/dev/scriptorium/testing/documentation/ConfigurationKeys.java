package dev.scriptorium.testing.documentation;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Every configuration key with its default and its meaning, read from the source of the {@code @ConfigMapping} interfaces:
 * the Javadoc of a method is the meaning of its key. Keys are in the order of their interfaces.
 */
public record ConfigurationKeys(List<Key> keys) {

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:code|link|linkplain|literal|value) #?([^}]*)}");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([A-Z_0-9]+):(.*)}");

    /**
     * A key.
     *
     * @param standard what it is where it is not set; empty for nothing
     * @param meaning Markdown on one line
     */
    public record Key(String name, String standard, String meaning) {}

    /** Of all modules in a checkout. */
    public static ConfigurationKeys of(Path root) {
        List<Key> keys = new ArrayList<>();
        sources(root).forEach(source -> keys.addAll(read(source)));
        return new ConfigurationKeys(List.copyOf(keys));
    }

    /** The rows of the table in {@code docs/configuration.md}. */
    public String table() {
        StringBuilder table = new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
        for (Key key : keys) {
            table.append("| `").append(key.name()).append("` | ");
            table.append(key.standard()).append(" | ").append(key.meaning()).append(" |\n");
        }
        return table.toString();
    }

    private static List<Path> sources(Path root) {
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> found = new ArrayList<>();
            for (Path module : modules.sorted().toList()) {
                Path sources = module.resolve(Path.of("src", "main", "java"));
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        files.filter(ConfigurationKeys::isMapping).sorted().forEach(found::add);
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMapping(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Key> read(Path source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            CompilationUnitTree unit = task.parse().iterator().next();
            List<Key> keys = new ArrayList<>();
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree mapping) {
                    prefix(mapping)
                            .ifPresent(prefix -> new Mapping(DocTrees.instance(task), unit, keys)
                                    .add(prefix, mapping, new TreePath(new TreePath(unit), mapping)));
                }
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text, or a constant of the interface itself. */
    private static Optional<String> prefix(ClassTree mapping) {
        List<? extends AnnotationTree> annotations = mapping.getModifiers().getAnnotations();
        return value(annotations, "ConfigMapping", "prefix")
                .or(() -> annotations.stream()
                        .filter(annotation ->
                                annotation.getAnnotationType().toString().equals("ConfigMapping"))
                        .flatMap(annotation -> mapping.getMembers().stream())
                        .flatMap(member -> member instanceof VariableTree constant
                                        && constant.getName().contentEquals("PREFIX")
                                        && constant.getInitializer() instanceof LiteralTree literal
                                ? Stream.of(String.valueOf(literal.getValue()))
                                : Stream.empty())
                        .findFirst());
    }

    /** One top-level interface with those inside it. */
    private record Mapping(DocTrees documentation, CompilationUnitTree unit, List<Key> keys) {

        void add(String prefix, ClassTree type, TreePath path) {
            Map<String, ClassTree> groups = new HashMap<>();
            collect(type, groups);
            add(prefix, type, path, groups);
        }

        private static void collect(ClassTree type, Map<String, ClassTree> groups) {
            for (Tree member : type.getMembers()) {
                if (member instanceof ClassTree group) {
                    groups.put(group.getSimpleName().toString(), group);
                    collect(group, groups);
                }
            }
        }

        private void add(String prefix, ClassTree type, TreePath path, Map<String, ClassTree> groups) {
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method && method.getBody() == null) {
                    String name = prefix + "." + name(method);
                    ClassTree group = groups.get(String.valueOf(method.getReturnType()));
                    if (group != null && group.getKind() == Tree.Kind.INTERFACE) {
                        add(name, group, TreePath.getPath(unit, group), groups);
                    } else {
                        keys.add(new Key(name, standard(method), meaning(new TreePath(path, method))));
                    }
                }
            }
        }

        private static String name(MethodTree method) {
            return value(method.getModifiers().getAnnotations(), "WithName", "value")
                    .orElseGet(() ->
                            WORDS.matcher(method.getName()).replaceAll("-").toLowerCase(Locale.ROOT));
        }

        private static String standard(MethodTree method) {
            return value(method.getModifiers().getAnnotations(), "WithDefault", "value")
                    .map(ConfigurationKeys::shown)
                    .orElse("");
        }

        private String meaning(TreePath method) {
            DocCommentTree comment = documentation.getDocCommentTree(method);
            return comment == null
                    ? ""
                    : markdown(
                            comment.getFullBody().stream().map(String::valueOf).collect(Collectors.joining()));
        }
    }

    private static String shown(String value) {
        var expression = EXPRESSION.matcher(value);
        if (!expression.matches()) {
            return value.isEmpty() ? "" : "`" + value + "`";
        }
        String otherwise = shown(expression.group(2));
        return "`" + expression.group(1) + "`" + (otherwise.isEmpty() ? "" : ", else " + otherwise);
    }

    private static String markdown(String javadoc) {
        return INLINE_TAG
                .matcher(javadoc.replaceAll("\\s+", " "))
                .replaceAll("`$1`")
                .replace("<p>", " ")
                .replace("|", "\\|")
                .strip();
    }

    private static Optional<String> value(
            List<? extends AnnotationTree> annotations, String annotation, String attribute) {
        for (AnnotationTree candidate : annotations) {
            if (candidate.getAnnotationType().toString().equals(annotation)) {
                for (ExpressionTree argument : candidate.getArguments()) {
                    ExpressionTree given = argument;
                    if (argument instanceof AssignmentTree assignment
                            && assignment.getVariable().toString().equals(attribute)) {
                        given = assignment.getExpression();
                    }
                    if (given instanceof LiteralTree literal) {
                        return Optional.of(String.valueOf(literal.getValue()));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
