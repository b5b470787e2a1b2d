package dev.scriptorium.translator.online;

import static dev.scriptorium.translator.FakeModels.text;
import static dev.scriptorium.translator.FakeModels.translated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.memory.InMemoryTranslationMemory;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsRequest;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslateResponse;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslationPath;
import dev.scriptorium.runtime.metrics.StageMetrics;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.glossary.CurrentTerms;
import dev.scriptorium.translator.part.TranslationSettings;
import io.grpc.Context;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatorGrpcServiceTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** So many characters a second that nothing is rejected for its size. */
    private static final double RATE = 1e6;

    private final FakeModels models = FakeModels.of("en-de", "fr-en");
    private final InMemoryTranslationMemory memory = new InMemoryTranslationMemory();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void translatesTextsInTheirOrderByTheInteractiveLane() {
        List<TranslatedText> translations = translate(
                request("en", "de", "The council met today. Nobody came late.", "Good morning to all of you."));

        assertThat(translations)
                .extracting(each -> each.getTranslation().getSegmentsList().stream()
                        .map(segment -> segment.getTarget() + segment.getSeparator())
                        .reduce("", String::concat))
                .containsExactly("ehT licnuoc tem yadot. ydoboN emac etal.", "dooG gninrom ot lla fo uoy.");
        assertThat(models.requests()).allSatisfy(request -> {
            assertThat(request.getLane()).isEqualTo(Lane.LANE_INTERACTIVE);
            assertThat(request.getTenantId()).isEqualTo("tenant-1");
        });
        assertThat(registry.get("scriptorium.stage.latency").timer().count()).isEqualTo(2);
    }

    @Test
    void usesTheMemoryWhereTheCallerAsksForIt() {
        TranslateRequest request = request("en", "de", "Good morning to all of you.").toBuilder()
                .setUseMemory(true)
                .build();
        translate(request);
        models.requests().clear();

        List<TranslatedText> translations = translate(request);

        assertThat(models.requests()).isEmpty();
        assertThat(translations.getFirst().getTranslation().getSegments(0).getMatch())
                .isEqualTo(SegmentMatch.SEGMENT_MATCH_EXACT);
    }

    @Test
    void keepsNothingWhereTheCallerDoesNotAskForTheMemory() {
        translate(request("en", "de", "Good morning to all of you."));

        assertThat(memory.units()).isEmpty();
    }

    @Test
    void goesThroughThePivot() {
        List<TranslatedText> translations = translate(request("", "de", "fr: Le conseil a siégé hier."));

        assertThat(translations.getFirst().getTranslation().getPathList()).containsExactly("fr", "en", "de");
    }

    @Test
    void triesAgainWhereACheckFoundFault() {
        models.behaving((request, text) ->
                text(request.getOptions().getBeams() == 0 ? "Nein" : translated(request, text), -0.5f));

        List<TranslatedText> translations =
                translate(request("en", "de", "The council of the town met again in the old hall today."));

        assertThat(translations.getFirst().getTranslation().getSegments(0).getFlagsList())
                .isEmpty();
    }

    @Test
    void letsOneTextFailAlone() {
        List<TranslatedText> translations =
                translate(request("", "de", "es: El consejo se reunió ayer.", "en: The council met yesterday."));

        assertThat(translations.getFirst().getFailure().getCode()).isEqualTo("LANGUAGE_PAIR_UNAVAILABLE");
        assertThat(translations.getLast().hasTranslation()).isTrue();
        assertThat(registry.get("scriptorium.stage.failed").counter().count()).isEqualTo(1);
    }

    @Test
    void failsWhereEveryTextFailed() {
        failsWith(FailureCode.LANGUAGE_PAIR_UNAVAILABLE, request("de", "fr", "Der Rat tagte.", "Niemand kam."));
    }

    @Test
    void refusesWhatIsOverALimit() {
        failsWith(FailureCode.BAD_REQUEST, request("en", "de"));
        failsWith(
                FailureCode.LIMIT_EXCEEDED,
                request("en", "de", Collections.nCopies(65, "a").toArray(String[]::new)));
        failsWith(FailureCode.LIMIT_EXCEEDED, request("en", "de", "ß".repeat(32 * 1024) + "s"));
    }

    @Test
    void takesWhatIsAtTheLimit() {
        assertThat(translate(
                        request("en", "de", Collections.nCopies(64, "One text.").toArray(String[]::new))))
                .hasSize(64);
        assertThat(translate(request("en", "de", "ß".repeat(32 * 1024)))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "german", "d", "de-", "de AT", "auto"})
    void refusesWhatIsNoLanguageCode(String target) {
        failsWith(FailureCode.BAD_REQUEST, request("en", target, "Hello."));
    }

    @ParameterizedTest
    @CsvSource({"EN,DE", "en-US,de-AT", "en_GB,de_DE", "eng,deu", "auto,de"})
    void readsLanguageTagsInAnyForm(String source, String target) {
        TranslateResponse response = service(FakeServices.of(models), LONG)
                .translate(request(source, target, (source.equals("auto") ? "en: " : "") + "The council met."))
                .await()
                .atMost(LONG);

        assertThat(response.getTranslations(0).getTranslation().getPathList()).containsExactly("en", "de");
        assertThat(response.getNotesList()).hasSize(source.length() == 2 || source.equals("auto") ? 0 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"  The council met.  ", "\n\nThe council met.\n", "\u00a0\tThe council met.", "   ", "\n"})
    void keepsTheWhiteSpaceAroundATextAsItIs(String text) {
        TranslatedText translated = translate(request("en", "de", text)).getFirst();

        assertThat(translated.getTranslation().getSegmentsList().stream()
                        .map(segment -> segment.getTarget() + segment.getSeparator())
                        .reduce("", String::concat))
                .isEqualTo(text.replace("The council met.", "ehT licnuoc tem."));
    }

    @Test
    void cancelsItsCallsAndBeginsNoMoreWhenItsDeadlinePasses() {
        var services = FakeServices.slow(models);
        Context.CancellableContext call = Context.ROOT.withCancellation();
        var failure = new AtomicReference<Throwable>();
        call.run(() -> service(services, LONG)
                .translate(request("en", "de", "The council met.", "Nobody came late."))
                .subscribe()
                .with(answer -> {}, failure::set));
        assertThat(services.openCalls()).isEqualTo(2);

        call.cancel(new TimeoutException());

        assertThat(services.openCalls()).isZero();
        assertThat(((FailureException) failure.get()).code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
        assertThat(models.requests()).isEmpty();
    }

    @Test
    void isAdmittedAgainOnceACallHasEnded() {
        var services = FakeServices.slow(models);
        var service = service(services, LONG, 100);
        String text = "The council met. ".repeat(120);
        Context.CancellableContext call = Context.ROOT.withCancellation();
        call.run(() -> service.translate(request("en", "de", text)).subscribe().with(answer -> {}, failure -> {}));
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> service.translate(request("en", "de", text.repeat(2))))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));

        call.cancel(new TimeoutException());

        assertThat(service.translate(request("en", "de", text.repeat(2)))).isNotNull();
    }

    @Test
    void saysWhenAServiceDoesNotAnswer() {
        var service = service(FakeServices.silent(), Duration.ofMillis(1));

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() ->
                        service.translate(request("en", "de", "Hello.")).await().atMost(LONG))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
    }

    @Test
    void listsLanguagePairs() {
        var response = service(FakeServices.of(models), LONG)
                .listLanguagePairs(ListLanguagePairsRequest.getDefaultInstance())
                .await()
                .atMost(LONG);

        assertThat(response.getPathsList())
                .extracting(TranslationPath::getLanguagesList)
                .extracting(List::copyOf)
                .containsExactly(List.of("en", "de"), List.of("fr", "en"), List.of("fr", "en", "de"));
    }

    private void failsWith(FailureCode code, TranslateRequest request) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> translate(request))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private List<TranslatedText> translate(TranslateRequest request) {
        return service(FakeServices.of(models), LONG)
                .translate(request)
                .await()
                .atMost(LONG)
                .getTranslationsList();
    }

    private TranslatorGrpcService service(FakeServices services, Duration callTimeout) {
        return service(services, callTimeout, RATE);
    }

    private TranslatorGrpcService service(FakeServices services, Duration callTimeout, double charactersPerSecond) {
        return new TranslatorGrpcService(
                new TextTranslator(
                        services.tokenizer(),
                        services.inference(),
                        new TranslationSettings(16, 4, 0.2),
                        memory,
                        callTimeout),
                models::directions,
                CurrentTerms.NONE,
                new Admission(charactersPerSecond, Clock.systemUTC()),
                new StageMetrics(registry));
    }

    private static TranslateRequest request(String source, String target, String... texts) {
        return TranslateRequest.newBuilder()
                .setSourceLanguage(source)
                .setTargetLanguage(target)
                .setTenantId("tenant-1")
                .addAllTexts(List.of(texts))
                .build();
    }
}
