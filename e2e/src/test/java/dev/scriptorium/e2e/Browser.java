package dev.scriptorium.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine, with the requests that its pages made. Not thread-safe. */
final class Browser implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 180_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String axe;
    private final List<String> requested = new ArrayList<>();

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium, String axe) {
        this.playwright = playwright;
        this.chromium = chromium;
        this.axe = axe;
    }

    /** Where a Chromium is; empty where there is none. */
    static Optional<Path> program() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"))
                        .setTimeout(PATIENCE_MILLIS));
        return new Browser(playwright, chromium, axe());
    }

    /** A page of a person with this language, colour scheme and width of the window. */
    Page page(String locale, ColorScheme colours, int width) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale(locale)
                .setColorScheme(colours)
                .setViewportSize(width, 900));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.onRequest(request -> requested.add(request.url()));
        return context.newPage();
    }

    /** The addresses of all requests of all pages. */
    List<String> requested() {
        return List.copyOf(requested);
    }

    /** What axe finds wrong on a page: the rule, and the elements that break it. */
    List<String> violations(Page page) {
        page.evaluate(axe);
        Object found = page.evaluate("axe.run().then(result => result.violations.map("
                + "violation => violation.id + ': ' + violation.nodes.map(node => node.target).join(' | ')))");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
