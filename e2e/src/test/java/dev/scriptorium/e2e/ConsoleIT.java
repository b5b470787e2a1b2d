package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The console in a real browser, on the real product, one screen after the other. Leaves a picture of each screen in
 * {@code target/console}. Needs a Chromium: without one it is skipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final Path PICTURES = Path.of("target", "console");
    private static final int DESK = 1280;
    private static final int PHONE = 390;
    private static final long FIRST_VIEW_LIMIT = 150_000;
    private static final String LETTER =
            "The parcel arrived on Monday and everything was perfect. The invoice of 1,250 euros is due in 30 days."
                    + " Thank you for the friendly help. We will order the same chairs again next year.";

    private final List<String> violations = new ArrayList<>();
    private Platform platform;
    private Browser browser;
    private Page page;

    @BeforeAll
    void start() throws IOException {
        Optional<Path> program = Browser.program();
        assumeTrue(
                program.isPresent(), "no Chromium is installed (apt-get install chromium): the console is not tested");
        Files.createDirectories(PICTURES);
        platform = Platform.up("console");
        browser = Browser.start(program.get());
        page = browser.page("en-GB", ColorScheme.LIGHT, DESK);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    @Order(1)
    void showsTheFirstViewInFewBytes() {
        List<Request> requests = new ArrayList<>();
        page.onRequestFinished(requests::add);

        open("/");
        page.waitForLoadState(LoadState.NETWORKIDLE);

        long bytes = requests.stream()
                .mapToLong(request -> request.sizes().responseBodySize)
                .sum();
        note("first view: " + bytes + " bytes in " + requests.size() + " requests");
        assertThat(requests).hasSizeGreaterThan(8);
        assertThat(bytes).isLessThan(FIRST_VIEW_LIMIT);
        assertThat(page.locator("h1"))
                .satisfies(heading -> assertThat(heading.textContent()).isEqualTo("Try it"));
        look("try");
    }

    @Test
    @Order(2)
    void answersATextInPlace() {
        open("/");
        page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true)).fill(LETTER);
        button("Run").click();

        page.locator(".result").nth(2).locator(".scores").waitFor();
        assertThat(page.locator(".result").nth(0).textContent())
                .contains("Rechnung")
                .contains("1.250");
        assertThat(page.locator(".result").nth(1).locator("li").count()).isEqualTo(3);
        assertThat(page.locator(".label").textContent()).contains("positive");
        look("try-result");

        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("curl"))
                .focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("pre").textContent()).contains("HttpRequest").contains("/v1/translate");
    }

    @Test
    @Order(3)
    void offersTheSamplesWhereThereAreNoDocuments() {
        open("/#/jobs");
        page.getByText("No jobs yet").waitFor();
        look("jobs-empty");
        open("/#/documents");
        page.getByText("No documents yet").waitFor();
        look("documents-empty");

        button("Submit the samples").click();

        page.locator("h1 code").waitFor();
        page.locator(".screen .state.succeeded").waitFor();
        page.getByText("welcome.txt").waitFor();
        look("job");
    }

    @Test
    @Order(4)
    void explainsADocumentThatFailed() {
        platform.submit("""
                {"documents": [{"name": "empty.txt", "text": "   "}, {"name": "note.txt", "text": "The meeting is on Monday."}],
                 "tasks": {"translate": ["fr"]}}""");
        open("/#/jobs");
        page.locator("tbody tr").nth(1).waitFor();
        look("jobs");
        page.locator("tbody a").first().click();
        page.locator(".screen .state.partial").waitFor();

        page.getByText("it needs text recognition first.").waitFor();
        look("job-failures");
    }

    @Test
    @Order(5)
    void findsDocumentsByFiltersOfTheAddress() {
        open("/#/documents?name=REVIEW");
        page.getByText("review.txt").waitFor();
        assertThat(page.locator("tbody tr").count()).isEqualTo(1);

        page.getByLabel("State").selectOption("FAILED");

        page.getByText("No document matches").waitFor();
        assertThat(page.url()).contains("name=REVIEW").contains("state=FAILED");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Show all").setExact(true))
                .click();
        page.getByText("empty.txt").waitFor();
        look("documents");
    }

    @Test
    @Order(6)
    void showsTheResultsOfADocument() {
        open("/#/documents?name=welcome");
        page.getByText("welcome.txt").click();
        page.locator(".pair").nth(1).waitFor();
        assertThat(page.locator(".pair").nth(1).textContent())
                .contains("Welcome to Scriptorium.")
                .contains("Willkommen");
        look("document-translation");

        tab("Summary").click();
        page.locator(".cite").first().waitFor();
        look("document-summary");
        String sentence = page.locator(".summary p").first().textContent();
        page.locator(".cite").first().click();
        page.locator(".pair.marked").waitFor();
        assertThat(page.locator(".pair.marked").textContent()).contains(sentence.strip());

        tab("Classification").click();
        page.locator(".scores").waitFor();
        look("document-classification");
        tab("Raw").click();
        page.locator("pre").waitFor();
        look("document-raw");
    }

    @Test
    @Order(7)
    void listsModelsAndTheStateOfTheSystem() {
        open("/#/models");
        page.locator("tbody tr").first().waitFor();
        look("models");
        open("/#/system");
        page.getByText("inference-bulk").waitFor();
        look("system");
    }

    @Test
    @Order(8)
    void worksInGermanInTheDarkAndOnAPhone() {
        Page desk = page;
        page = browser.page("de-DE", ColorScheme.DARK, PHONE);
        try {
            for (String screen : List.of("", "documents", "jobs", "models", "system")) {
                open("/#/" + screen);
                page.locator(screen.isEmpty() ? "form.try" : ".scroll").first().waitFor();
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of " + screen)
                        .isEqualTo(PHONE);
                look("phone-" + (screen.isEmpty() ? "try" : screen));
            }
            assertThat(page.locator("h1").textContent()).isEqualTo("System");
            open("/#/documents?name=welcome");
            page.getByText("welcome.txt").click();
            page.getByText("Willkommen").first().waitFor();
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(PHONE);
            look("phone-document");
        } finally {
            page.context().close();
            page = desk;
        }
    }

    /** What the service answers where keys are required is tested with the service; here it is played. */
    @Test
    @Order(9)
    void asksForAKeyWhereOneIsRequired() {
        page.route("**/v1/**", route -> {
            if ("Bearer scr_good".equals(route.request().headers().get("authorization"))) {
                route.resume();
            } else {
                route.fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}"));
            }
        });
        open("/#/documents");
        page.getByLabel("Key").fill("scr_bad");
        look("sign-in");
        button("Sign in").click();
        page.getByText("This key is unknown, revoked or expired.").waitFor();

        page.getByLabel("Key").fill("scr_good");
        button("Sign in").click();

        page.getByText("welcome.txt").waitFor();
        page.unroute("**/v1/**");
    }

    @Test
    @Order(10)
    void showsTheFirstRowOfAHundredThousandDocuments() throws SQLException {
        try (Connection database = platform.database();
                Statement statement = database.createStatement()) {
            statement.execute("""
                    INSERT INTO ingest.document (document_id, job_id, position, tenant_id, state, file_name, sha256, size,
                                                 declared_media_type, language_hint, finished_at)
                    SELECT overlay(gen_random_uuid()::text placing '00000000-0000-7' from 1 for 15)::uuid, j.job_id, 1000 + n,
                           j.tenant_id, 'SUCCEEDED', 'letter-' || n || '.txt', md5(n::text), n, 'text/plain', '', now()
                    FROM (SELECT job_id, tenant_id FROM ingest.job LIMIT 1) j, generate_series(1, 100000) n""");
        }
        long start = System.nanoTime();
        open("/#/documents?name=letter-");
        page.locator("tbody tr").first().waitFor();
        note("first of 100,000 documents after "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");

        assertThat(page.locator("tbody tr").count()).isEqualTo(50);
        String first = page.locator("tbody a").first().textContent();
        page.getByText("Next page").click();
        page.getByText("First page").waitFor();
        page.locator("tbody tr").first().waitFor();
        assertThat(page.locator("tbody a").first().textContent()).isNotEqualTo(first);
    }

    @Test
    @Order(11)
    void hasNoViolationAndAsksNoOtherHost() {
        assertThat(violations).isEmpty();
        assertThat(browser.requested())
                .isNotEmpty()
                .allSatisfy(url -> assertThat(url).startsWith(platform.address()));
    }

    private void open(String address) {
        // The address differs in its fragment only, so the page is left first: a screen then starts as for a new
        // visitor.
        page.navigate("about:blank");
        page.navigate(platform.address() + address);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator tab(String name) {
        return page.getByRole(
                AriaRole.TAB, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Takes a picture of the screen, and notes what axe finds on it. */
    private void look(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
        browser.violations(page).forEach(violation -> violations.add(name + ": " + violation));
    }

    private static void note(String line) {
        try {
            Files.writeString(
                    PICTURES.resolve("figures.txt"),
                    line + "\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
