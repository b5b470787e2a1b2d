package dev.scriptorium.translator.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.memory.InMemoryTranslationMemory;
import dev.scriptorium.memory.MemoryMatch;
import dev.scriptorium.memory.MemoryUnit;
import dev.scriptorium.memory.SegmentContext;
import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.memory.UnitOrigin;
import dev.scriptorium.memory.glossary.Term;
import dev.scriptorium.memory.glossary.TermKind;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.SegmentOrigin;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.Texts;
import dev.scriptorium.translator.glossary.Terms;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartMemoryTest {

    private static final String TENANT = "tenant-1";
    private static final UUID JOB = UUID.randomUUID();
    private static final TranslationSettings SETTINGS = new TranslationSettings(16, 6, 0.2);
    private static final String MORNING = "The council met in the morning.";
    private static final String EVENING = "The council met in the evening.";

    private final InMemoryTranslationMemory memory = new InMemoryTranslationMemory();
    private final FakeModels models = FakeModels.of("en-de", "fr-en");

    private Terms terms = Terms.NONE;

    private List<TranslatedSegment> translate(String language, FakeModels by, TranslationMemory with, String... texts) {
        var part = new TextPart(0, Texts.segments(language, texts), language, "", "de");
        var partMemory = new PartMemory(with, TENANT, Optional.of(JOB));
        var translation = PartTranslation.begin(part, by.directions(), SETTINGS, partMemory, terms);
        while (!translation.done()) {
            translation.open().forEach(request -> translation.answer(request.name(), by.answer(request.request())));
        }
        translation.keepIn(partMemory);
        return translation.result().translation().getSegmentsList();
    }

    private List<TranslatedSegment> translate(String... texts) {
        return translate("en", models, memory, texts);
    }

    private List<String> asked() {
        return models.requests().stream()
                .flatMap(request -> request.getInputsList().stream())
                .map(input -> input.getText())
                .toList();
    }

    private void correct(String source, String target, SegmentContext context) {
        memory.keep(
                TENANT,
                MemoryUnit.of("en", "de", source, target, UnitOrigin.PERSON, "Ann")
                        .in(context));
    }

    @Test
    void asksModelsOnlyAboutWhatIsNew() {
        translate(MORNING);
        models.requests().clear();

        List<TranslatedSegment> segments = translate(MORNING, EVENING);

        assertThat(asked()).containsExactly(EVENING);
        assertThat(segments)
                .extracting(TranslatedSegment::getMatch)
                .containsExactly(SegmentMatch.SEGMENT_MATCH_EXACT, SegmentMatch.SEGMENT_MATCH_NEW);
    }

    @Test
    void saysWhichSegmentsRepeatAnotherOne() {
        List<TranslatedSegment> segments = translate(MORNING, EVENING, MORNING);

        assertThat(segments)
                .extracting(TranslatedSegment::getMatch)
                .containsExactly(
                        SegmentMatch.SEGMENT_MATCH_NEW,
                        SegmentMatch.SEGMENT_MATCH_NEW,
                        SegmentMatch.SEGMENT_MATCH_REPEATED);
        assertThat(segments.getFirst().getTarget()).isEqualTo(segments.getLast().getTarget());
    }

    @Test
    void remembersWhichModelsAndWhichJobMadeAUnit() {
        translate("fr", models, memory, "Le conseil a siégé hier matin.");

        assertThat(memory.units()).singleElement().satisfies(unit -> {
            assertThat(unit.sourceLanguage()).isEqualTo("fr");
            assertThat(unit.targetLanguage()).isEqualTo("de");
            assertThat(unit.modelDigests()).containsExactly("digest-of-translator-fr-en", "digest-of-translator-en-de");
            assertThat(unit.job()).contains(JOB);
        });
    }

    @Test
    void translatesAgainWhenTheModelWasExchanged() {
        translate(MORNING);
        FakeModels exchanged = models.withDigest("another");

        List<TranslatedSegment> segments = translate("en", exchanged, memory, MORNING);

        assertThat(exchanged.requests()).hasSize(1);
        assertThat(segments.getFirst().getMatch()).isEqualTo(SegmentMatch.SEGMENT_MATCH_NEW);
    }

    @Test
    void keepsNothingOfModelsWithoutADigest() {
        translate("en", models.withDigest(""), memory, MORNING);

        assertThat(memory.units()).isEmpty();
    }

    @Test
    void keepsNothingInWhichACheckFoundAFault() {
        models.behaving((request, text) -> FakeModels.text("Nein", -1));

        List<TranslatedSegment> segments = translate("The council of the town met again in the old hall today.");

        assertThat(segments.getFirst().getFlagsList()).isNotEmpty();
        assertThat(memory.units()).isEmpty();
    }

    @Test
    void takesAPersonsTranslationBeforeAModels() {
        translate(MORNING);
        correct(MORNING, "Der Rat tagte am Morgen.", SegmentContext.NONE);

        TranslatedSegment segment = translate(MORNING).getFirst();

        assertThat(segment.getTarget()).isEqualTo("Der Rat tagte am Morgen.");
        assertThat(segment.getOrigin()).isEqualTo(SegmentOrigin.SEGMENT_ORIGIN_PERSON);
        assertThat(segment.getScore()).isZero();
    }

    @Test
    void takesThePersonsTranslationOfTheContext() {
        correct(MORNING, "Vormittags.", new SegmentContext("", EVENING));
        correct(MORNING, "Frühmorgens.", new SegmentContext(EVENING, ""));

        List<TranslatedSegment> segments = translate(MORNING, EVENING, MORNING);

        assertThat(segments)
                .extracting(TranslatedSegment::getMatch)
                .containsExactly(
                        SegmentMatch.SEGMENT_MATCH_IN_CONTEXT,
                        SegmentMatch.SEGMENT_MATCH_NEW,
                        SegmentMatch.SEGMENT_MATCH_IN_CONTEXT);
        assertThat(segments.getFirst().getTarget()).isEqualTo("Vormittags.");
        assertThat(segments.getLast().getTarget()).isEqualTo("Frühmorgens.");
    }

    @Test
    void keepsTheMarkOfAListBeforeARememberedText() {
        correct(MORNING, "Vormittags.", SegmentContext.NONE);

        assertThat(translate("- " + MORNING).getFirst().getTarget()).isEqualTo("- Vormittags.");
    }

    @Test
    void flagsAnImportedUnitThatLacksANumber() {
        memory.keep(
                TENANT,
                MemoryUnit.of("en", "de", "The hall has 40 seats.", "Der Saal hat Plätze.", UnitOrigin.IMPORT, "Bob"));

        TranslatedSegment segment = translate("The hall has 40 seats.").getFirst();

        assertThat(segment.getTarget()).isEqualTo("Der Saal hat Plätze.");
        assertThat(segment.getFlagsList()).contains(TranslationFlag.TRANSLATION_FLAG_NUMBERS);
    }

    @Test
    void takesWhatAnotherJobKeptAMomentEarlier() {
        var slower = new TranslationMemory() {
            @Override
            public List<Optional<MemoryMatch>> find(
                    String tenant, List<dev.scriptorium.memory.SoughtSegment> segments) {
                return TranslationMemory.NONE.find(tenant, segments);
            }

            @Override
            public List<MemoryMatch> keep(String tenant, List<MemoryUnit> units) {
                return memory.keep(tenant, units);
            }
        };
        translate(MORNING);
        models.behaving((request, text) -> FakeModels.text(text(request, text), -0.5f));

        TranslatedSegment segment = translate("en", models, slower, MORNING).getFirst();

        assertThat(segment.getTarget()).isEqualTo(FakeModels.backwards(MORNING));
        assertThat(memory.units()).hasSize(1);
    }

    @Test
    void translatesAgainWhenTheTermsOfATextChanged() {
        translate(MORNING);
        terms = Terms.of(List.of(new Term("en", "de", "council", "Stadtrat", TermKind.TERM, false, "", "Ann")));

        TranslatedSegment withTerm = translate(MORNING).getFirst();
        TranslatedSegment again = translate(MORNING).getFirst();

        assertThat(withTerm.getTarget()).contains("Stadtrat");
        assertThat(withTerm.getMatch()).isEqualTo(SegmentMatch.SEGMENT_MATCH_NEW);
        assertThat(again.getTarget()).isEqualTo(withTerm.getTarget());
        assertThat(again.getMatch()).isEqualTo(SegmentMatch.SEGMENT_MATCH_EXACT);
    }

    private static String text(GenerateRequest request, String text) {
        return FakeModels.translated(request, text).replace("licnuoc", "tar");
    }
}
