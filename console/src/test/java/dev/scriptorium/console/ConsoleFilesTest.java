package dev.scriptorium.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no compiler checks in the files of the console. */
class ConsoleFilesTest {

    private static final Path ROOT = Path.of("src", "main", "resources", "META-INF", "resources");
    private static final Pattern IMPORT = Pattern.compile("from '([^']+)'");
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/[^\"#]+)\"");
    private static final Pattern TABLE =
            Pattern.compile("const ([A-Z]+) = \\{\\n  en: \\{(.*?)},\\n  de: \\{(.*?)},\\n};", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("(?:^|[,{\\s])(\\w+|''): ['`]");
    private static final Pattern USED = Pattern.compile("\\bt\\('(\\w+)'\\)");

    @Test
    void everyImportedFileIsThere() {
        List<String> missing = new ArrayList<>();
        scripts()
                .forEach((script, text) -> matches(IMPORT, text)
                        .map(found -> found.group(1))
                        .forEach(target -> {
                            boolean there = target.startsWith("/")
                                    ? resource(target)
                                    : Files.exists(script.getParent().resolve(target));
                            if (!there) {
                                missing.add(script + " imports " + target);
                            }
                        }));
        matches(ASSET, read(ROOT.resolve("index.html")))
                .map(found -> found.group(1))
                .filter(asset -> !resource(asset))
                .forEach(missing::add);

        assertThat(missing).isEmpty();
    }

    @Test
    void everyTextIsInBothLanguages() {
        Map<String, List<Set<String>>> tables = new TreeMap<>();
        matches(TABLE, read(ROOT.resolve("console/i18n.js")))
                .forEach(table -> tables.put(table.group(1), List.of(keys(table.group(2)), keys(table.group(3)))));

        assertThat(tables).containsOnlyKeys("ADVICE", "FLAGS", "STATES", "TEXTS");
        assertThat(tables).allSatisfy((name, languages) -> {
            assertThat(languages.getFirst()).hasSizeGreaterThan(5);
            assertThat(languages.getLast()).isEqualTo(languages.getFirst());
        });
    }

    @Test
    void everyTextThatAScreenNamesIsThere() {
        String table = read(ROOT.resolve("console/i18n.js"));
        Set<String> known = matches(TABLE, table)
                .filter(found -> found.group(1).equals("TEXTS"))
                .flatMap(found -> keys(found.group(2)).stream())
                .collect(Collectors.toSet());
        Set<String> used = scripts().values().stream()
                .flatMap(text -> matches(USED, text))
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void noFileNamesAnotherHost() {
        assertThat(scripts().values())
                .allSatisfy(text -> assertThat(text).doesNotContain("https://").doesNotContain("http://"));
        assertThat(read(ROOT.resolve("console/style.css")))
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    private static Set<String> keys(String block) {
        return matches(KEY, block).map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean resource(String path) {
        return ConsoleFilesTest.class.getResource("/META-INF/resources" + path) != null;
    }

    private static Map<Path, String> scripts() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .collect(Collectors.toMap(file -> file, ConsoleFilesTest::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
