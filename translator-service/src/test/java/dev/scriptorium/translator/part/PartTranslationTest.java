package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_COPIED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_CUT;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_FAILED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_LOW_SCORE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_NUMBERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_REPETITION;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SAME_LANGUAGE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SOURCE_LANGUAGE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TOO_LONG;
import static dev.scriptorium.translator.FakeModels.backwards;
import static dev.scriptorium.translator.FakeModels.failure;
import static dev.scriptorium.translator.FakeModels.text;
import static dev.scriptorium.translator.FakeModels.translated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.core.text.WordRange;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.inference.v1.Alignment;
import dev.scriptorium.proto.inference.v1.AlignmentLink;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartTranslationTest {

    private static final TranslationSettings SETTINGS = new TranslationSettings(4, 4, 0.2);

    /** Loses numbers, addresses and placeholders. */
    private static final BiFunction<GenerateRequest, String, Generated> FORGETFUL = (request, text) ->
            text(translated(request, text.replaceAll("https?://\\S+\\w|\\{\\w+\\}|\\d+", "")), -0.5f);

    @Test
    void translatesEveryDistinctTextOnce() {
        FakeModels models = FakeModels.of("en-de");

        Translation translation = translate(
                models,
                "en",
                Texts.segments("en", "The council met today.", "Nobody came late.", "• The council met today.  "));

        assertThat(inputs(models)).containsExactly("The council met today.", "Nobody came late.");
        assertThat(translation.getSegmentsList())
                .extracting(TranslatedSegment::getTarget)
                .containsExactly("ehT licnuoc tem yadot.", "ydoboN emac etal.", "• ehT licnuoc tem yadot.  ");
        assertThat(translation.getSegmentsList())
                .extracting(TranslatedSegment::getSegmentId)
                .containsExactly("3.0", "3.1", "3.2");
        assertThat(translation.getPathList()).containsExactly("en", "de");
    }

    @Test
    void onlyTextsWithInlineCodesAskForTheAlignmentOfTheirWords() {
        FakeModels models = FakeModels.of("en-de").behaving(PartTranslationTest::turnedRound);
        List<Segment> segments = List.of(
                Texts.segment(0, "en", "The council met today.").build(),
                Texts.segment(1, "en", "• Nobody came late.")
                        .setInlineCodes(true)
                        .build());

        Translation translation = translate(models, "en", segments);

        assertThat(models.requests())
                .extracting(request -> request.getOptions().getAlignment())
                .containsExactly(false, true);
        assertThat(translation.getSegments(0).getAlignment()).isEmpty();
        assertThat(translation.getSegments(1).getTarget()).isEqualTo("• etal emac ydoboN.");
        assertThat(translation.getSegments(1).getAlignment()).isEqualTo("2-0 1-1 0-2");
    }

    @Test
    void theAlignmentsOfBothStepsAreOneByWayOfThePivot() {
        FakeModels models = FakeModels.of("fr-en", "en-de").behaving(PartTranslationTest::turnedRound);

        Translation translation = translate(
                models,
                "fr",
                List.of(Texts.segment(0, "fr", "Le conseil siège ici.")
                        .setInlineCodes(true)
                        .build()));

        assertThat(translation.getSegments(0).getTarget()).isEqualTo("EL LIESNOC EGÈIS ICI.");
        assertThat(translation.getSegments(0).getAlignment()).isEqualTo("0-0 1-1 2-2 3-3");
    }

    /** The address and the number are hidden in the second try, and the text is cut at them in the third. */
    @Test
    void theAlignmentReachesThroughWhatIsHiddenFromTheModel() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> turnedRound(request, text.replaceAll("https?://\\S+\\w", "")));

        Translation translation = translate(
                models,
                "en",
                List.of(Texts.segment(0, "en", "Nobody sees https://a.example today again.")
                        .setInlineCodes(true)
                        .build()));

        TranslatedSegment segment = translation.getSegments(0);
        List<WordRange> sources = WordRange.of(segment.getSource());
        List<WordRange> targets = WordRange.of(segment.getTarget());
        assertThat(segment.getTarget()).contains("https://a.example");
        assertThat(WordAlignment.parse(segment.getAlignment()).links())
                .isNotEmpty()
                .allSatisfy(link -> {
                    String source = word(segment.getSource(), sources.get(link.source()));
                    String target = word(segment.getTarget(), targets.get(link.target()));
                    assertThat(target).isIn(backwards(source), source, "https", "a", "example");
                });
    }

    private static String word(String text, WordRange word) {
        return text.substring(word.start(), word.end());
    }

    /** The words in the opposite order, with their alignment where it is asked for. */
    private static Generated turnedRound(GenerateRequest request, String text) {
        List<String> words = new ArrayList<>(
                List.of(text.strip().replaceAll("\\.$", "").strip().split("\\s+")));
        List<Integer> sourceEnds = new ArrayList<>();
        int position = 0;
        for (String word : words) {
            position = text.indexOf(word, position) + word.length();
            sourceEnds.add(position);
        }
        Collections.reverse(words);
        var alignment = Alignment.newBuilder().addAllSourceEnds(sourceEnds);
        var written = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            written.append(i == 0 ? "" : " ").append(translated(request, words.get(i)));
            alignment
                    .addTargetEnds(written.length())
                    .addLinks(AlignmentLink.newBuilder()
                            .setTarget(i)
                            .setSource(words.size() - 1 - i)
                            .setWeight(0.9f));
        }
        Generated generated = text(written + (text.endsWith(".") ? "." : ""), -0.5f);
        return request.getOptions().getAlignment()
                ? generated.toBuilder()
                        .setText(generated.getText().toBuilder().setAlignment(alignment))
                        .build()
                : generated;
    }

    @Test
    void copiesCodeAndWhatHasNoWords() {
        FakeModels models = FakeModels.of("en-de");
        Segment code = Texts.segment(0, "en", "for i in range(10): print(i)")
                .setBlockKind(BlockKind.BLOCK_KIND_CODE)
                .build();

        Translation translation = translate(
                models,
                "en",
                List.of(
                        code,
                        Texts.segment(1, "", "https://example.org/a").build(),
                        Texts.segment(2, "", "12.5 %").build()));

        assertThat(models.requests()).isEmpty();
        assertThat(translation.getSegmentsList()).allSatisfy(segment -> {
            assertThat(segment.getTarget()).isEqualTo(segment.getSource());
            assertThat(segment.getFlagsList()).containsExactly(TRANSLATION_FLAG_COPIED);
        });
    }

    @Test
    void keepsWhatIsInTheTargetLanguageAlready() {
        FakeModels models = FakeModels.of("en-de");

        Translation translation =
                translate(models, "de", Texts.segments("de", "Der Rat hat heute getagt.", "Niemand kam zu spät dazu."));

        assertThat(models.requests()).isEmpty();
        assertThat(translation.getPathList()).containsExactly("de");
        assertThat(translation.getSegmentsList()).allSatisfy(segment -> {
            assertThat(segment.getTarget()).isEqualTo(segment.getSource());
            assertThat(segment.getFlagsList()).containsExactly(TRANSLATION_FLAG_SAME_LANGUAGE);
        });
    }

    @Test
    void asksInRequestsOfLimitedSize() {
        FakeModels models = FakeModels.of("en-de");
        String[] texts = IntStream.range(0, 10)
                .mapToObj(i -> "Sentence of number " + (100 + i) + ".")
                .toArray(String[]::new);

        var translation =
                PartTranslation.begin(part("en", "", Texts.segments("en", texts)), models.directions(), SETTINGS);

        assertThat(translation.open())
                .extracting(ModelRequest::name)
                .containsExactly("translate/0", "translate/1", "translate/2");
        assertThat(translation.open())
                .extracting(request -> request.request().getInputsCount())
                .containsExactly(4, 4, 2);
    }

    @Test
    void goesThroughThePivotAndSaysSo() {
        FakeModels models = FakeModels.of("fr-en", "en-de");

        Translation translation = translate(models, "fr", Texts.segments("fr", "Le conseil a siégé le 12 mai 2024."));

        assertThat(models.requests())
                .extracting(GenerateRequest::getModel)
                .containsExactly("translator-fr-en", "translator-en-de");
        assertThat(models.requests())
                .extracting(GenerateRequest::getTargetLanguage)
                .containsExactly("en", "de");
        assertThat(translation.getPathList()).containsExactly("fr", "en", "de");
        assertThat(translation.getSegments(0).getTarget()).isEqualTo("EL LIESNOC A ÉGÉIS EL 12 IAM 2024.");
    }

    @Test
    void triesAgainWithOtherSettingsWhereACheckFoundFault() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> request.getOptions().getBeams() == 0
                        ? text("Nichts nichts nichts nichts nichts nichts", -0.1f)
                        : text(backwards(text), -0.9f));

        Translation translation = translate(models, "en", Texts.segments("en", "The council of the town met again."));

        assertThat(models.requests()).hasSize(2);
        assertThat(models.requests().getLast().getOptions().getBeams()).isEqualTo(4);
        assertThat(models.requests().getLast().getOptions().getNoRepeatNgramSize())
                .isEqualTo(4);
        assertThat(translation.getSegments(0).getTarget()).isEqualTo("ehT licnuoc fo eht nwot tem niaga.");
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void asksForALongerTextWhereTheFirstWasTooShort() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) ->
                        text(request.getOptions().getLengthPenalty() > 1 ? backwards(text) : "Der Rat.", -0.5f));

        Translation translation = translate(
                models, "en", Texts.segments("en", "The council of the town met again after the long winter break."));

        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void keepsTheBetterOfTwoFaultyTriesAndFlagsIt() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> request.getOptions().getBeams() == 0
                        ? text("Rat tagte 1999 wieder wieder wieder wieder.", -0.1f)
                        : text("Der Rat der Stadt tagte wieder im Jahr 1999.", -0.9f));

        Translation translation = translate(models, "en", Texts.segments("en", "The council of the town met in 1998."));

        assertThat(translation.getSegments(0).getTarget()).isEqualTo("Der Rat der Stadt tagte wieder im Jahr 1999.");
        assertThat(translation.getSegments(0).getFlagsList()).containsExactly(TRANSLATION_FLAG_NUMBERS);
        assertThat(translation.getSegments(0).getScore()).isEqualTo(-0.9f);
    }

    @Test
    void hidesSpansThatTheModelDidNotKeep() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> text(
                        text.contains("example.org") ? "Mehr dazu unter beispiel.org!" : "Mehr dazu unter {0}.",
                        -0.3f));

        Translation translation = translate(models, "en", Texts.segments("en", "See https://example.org/a for more."));

        assertThat(inputs(models)).containsExactly("See https://example.org/a for more.", "See {0} for more.");
        assertThat(translation.getSegments(0).getTarget()).isEqualTo("Mehr dazu unter https://example.org/a.");
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void takesTheNextBestTextThatPassesTheChecks() {
        FakeModels models = FakeModels.of("en-de").behaving((request, text) -> {
            var worse = text("Der Rat der Stadt tagte im Jahr.", -0.1f).toBuilder();
            if (request.getOptions().getAlternatives() > 1) {
                worse.getTextBuilder()
                        .addAlternatives(text("Der Rat der Stadt tagte im Jahr 1998.", -0.4f)
                                .getText());
            }
            return worse.build();
        });

        Translation translation = translate(models, "en", Texts.segments("en", "The council of the town met in 1998."));

        assertThat(models.requests()).hasSize(2);
        assertThat(translation.getSegments(0).getTarget()).isEqualTo("Der Rat der Stadt tagte im Jahr 1998.");
        assertThat(translation.getSegments(0).getScore()).isEqualTo(-0.4f);
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void translatesPieceByPieceWhatLosesItsSpansTwice() {
        FakeModels models = FakeModels.of("en-de").behaving(FORGETFUL);

        Translation translation = translate(
                models, "en", Texts.segments("en", "The council (see https://example.org/a) met again in 1998."));

        assertThat(inputs(models).subList(2, 4)).containsExactly("The council (see", "met again in");
        assertThat(translation.getSegments(0).getTarget())
                .isEqualTo("ehT licnuoc (ees https://example.org/a) tem niaga ni 1998.");
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void writesNumbersThatGoAroundTheModelAsTheTargetLanguageDoes() {
        FakeModels models = FakeModels.of("en-de").behaving(FORGETFUL);

        Translation translation = translate(
                models, "en", Texts.segments("en", "The council paid 1,234.50 in all for version 2.0.1 again."));

        assertThat(translation.getSegments(0).getTarget())
                .isEqualTo("ehT licnuoc diap 1.234,50 ni lla rof noisrev 2.0.1 niaga.");
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void joinsPiecesInTheOrderOfTheTextInWhateverOrderAnswersCome() {
        FakeModels models = FakeModels.of("en-de").behaving(FORGETFUL);
        String[] texts = IntStream.range(1, 4)
                .mapToObj(i -> "Town %d met (see https://example.org/%d) again in 199%d.".formatted(i, i, i))
                .toArray(String[]::new);
        var translation =
                PartTranslation.begin(part("en", "", Texts.segments("en", texts)), models.directions(), SETTINGS);

        int most = 0;
        while (!translation.done()) {
            List<ModelRequest> open = translation.open();
            most = Math.max(most, open.size());
            for (ModelRequest request : open.reversed()) {
                translation.answer(request.name(), models.answer(request.request()));
                translation = PartTranslation.resume(translation.state(), SETTINGS);
            }
        }

        assertThat(most).isGreaterThan(1);
        assertThat(translation.result().translation().getSegmentsList())
                .extracting(TranslatedSegment::getTarget)
                .containsExactly(
                        "nwoT 1 tem (ees https://example.org/1) niaga ni 1991.",
                        "nwoT 2 tem (ees https://example.org/2) niaga ni 1992.",
                        "nwoT 3 tem (ees https://example.org/3) niaga ni 1993.");
    }

    @Test
    void translatesPiecesThroughThePivot() {
        FakeModels models = FakeModels.of("fr-en", "en-de").behaving(FORGETFUL);

        Translation translation =
                translate(models, "fr", Texts.segments("fr", "Le conseil de la ville a voté 4711 fois hier."));

        assertThat(models.requests().subList(4, 6))
                .extracting(GenerateRequest::getModel)
                .containsExactly("translator-fr-en", "translator-en-de");
        assertThat(translation.getSegments(0).getTarget()).isEqualTo("EL LIESNOC ED AL ELLIV A ÉTOV 4711 SIOF REIH.");
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void keepsTheWholeTextWhereAPieceFails() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> text.equals("met again in")
                        ? failure("INPUT_TOO_LONG", false)
                        : FORGETFUL.apply(request, text));

        Translation translation =
                translate(models, "en", Texts.segments("en", "https://example.org/a met again in 1998."));

        assertThat(translation.getSegments(0).getTarget()).isEqualTo("tem niaga ni .");
        assertThat(translation.getSegments(0).getFlagsList()).contains(TRANSLATION_FLAG_NUMBERS);
    }

    @Test
    void translatesCapitalsInSentenceCaseAndPutsThemBack() {
        FakeModels models = FakeModels.of("en-de");

        Translation translation = translate(
                models,
                "en",
                Texts.segments("en", "SAVE THE FILE. CLOSE THE WINDOW {name}", "ÜBER DIE STRASSE GEHEN", "HTTP API"));

        assertThat(inputs(models))
                .containsExactly("Save the file. Close the window {0}", "Über die strasse gehen", "HTTP API");
        assertThat(translation.getSegments(0).getTarget()).isEqualTo("EVAS EHT ELIF. ESOLC EHT WODNIW {name}");
        assertThat(translation.getSegments(1).getTarget()).isEqualTo("REBÜ EID ESSARTS NEHEG");
    }

    @Test
    void restoresSymbolsAndWordsThatAModelDoesNotKnow() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> text(translated(request, text.replaceAll("[🐶→øŁ]", "")), -0.3f));

        Translation translation = translate(
                models,
                "en",
                Texts.segments("en", "We love dogs 🐶 here.", "Click File → Save.", "Mr Søren and Łukasz signed."));

        assertThat(inputs(models)).contains("We love dogs {0} here.", "Click File {0} Save.", "Mr {0} and {1} signed.");
        assertThat(translation.getSegmentsList())
                .extracting(TranslatedSegment::getTarget)
                .containsExactly("eW evol sgod 🐶 ereh.", "kcilC eliF → evaS.", "rM Søren dna Łukasz dengis.");
        assertThat(translation.getSegmentsList())
                .allSatisfy(segment -> assertThat(segment.getFlagsList()).isEmpty());
    }

    @Test
    void restoresAmountsThatAModelTearsApart() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> text(translated(request, text.replaceAll("[€−]|°C", "")), -0.3f));

        Translation translation =
                translate(models, "en", Texts.segments("en", "It costs €1,500.50 today.", "Heat it to −80.5 °C now."));

        assertThat(translation.getSegmentsList())
                .extracting(TranslatedSegment::getTarget)
                .containsExactly("tI stsoc €1.500,50 yadot.", "taeH ti ot −80,5 °C won.");
        assertThat(translation.getSegmentsList())
                .allSatisfy(segment -> assertThat(segment.getFlagsList()).isEmpty());
    }

    @Test
    void leavesATextInAnotherScriptAsItIsAndFlagsIt() {
        FakeModels models = FakeModels.of("en-de");

        Translation translation = run(
                        models, part("en", "en", Texts.segments("en", "这是一个测试句子。", "Масло масляное", "هذا نص عربي.")))
                .translation();

        assertThat(models.requests()).isEmpty();
        assertThat(translation.getSegmentsToReview()).isEqualTo(3);
        assertThat(translation.getSegmentsList()).allSatisfy(segment -> {
            assertThat(segment.getTarget()).isEqualTo(segment.getSource());
            assertThat(segment.getFlagsList())
                    .containsExactly(TRANSLATION_FLAG_COPIED, TRANSLATION_FLAG_SOURCE_LANGUAGE);
        });
    }

    @Test
    void flagsASourceThatIsPlainlyInAnotherLanguage() {
        FakeModels models = FakeModels.of("en-de", "en-fr");

        Translation translation = run(
                        models,
                        part(
                                "en",
                                "en",
                                Texts.segments(
                                        "en",
                                        "La facture est dans le courrier.",
                                        "La factura es para el cliente.",
                                        "The invoice is due in 30 days.")))
                .translation();

        assertThat(translation.getSegmentsList())
                .extracting(segment -> segment.getFlagsList().contains(TRANSLATION_FLAG_SOURCE_LANGUAGE))
                .containsExactly(true, true, false);
    }

    @Test
    void copiesARunThatIsTooLongAndTranslatesTheRest() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> text.length() > 100
                        ? failure("INPUT_TOO_LONG", false)
                        : text(translated(request, text), -0.3f));
        String run = "ha".repeat(300);

        Translation translation =
                translate(models, "en", Texts.segments("en", "The token is " + run + " here.", "Thank you all."));

        assertThat(translation.getSegments(0).getTarget()).isEqualTo("ehT nekot si " + run + " ereh.");
        assertThat(translation.getSegments(0).getFlagsList()).containsExactly(TRANSLATION_FLAG_TOO_LONG);
        assertThat(translation.getSegments(1).getFlagsList()).isEmpty();
    }

    @Test
    void translatesASentenceThatIsTooLongInPieces() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) -> text.length() > 350
                        ? failure("INPUT_TOO_LONG", false)
                        : text(translated(request, text), -0.3f));
        String sentence = "We met again in the town hall. ".repeat(20).strip();

        Translation translation = translate(models, "en", Texts.segments("en", sentence));

        assertThat(translation.getSegments(0).getTarget()).isEqualTo(FakeModels.backwards(sentence));
        assertThat(models.requests()).hasSize(2);
    }

    @Test
    void copiesWhatNoModelTakesWithoutFailingTheRest() {
        FakeModels models = FakeModels.of("en-de").behaving((request, text) -> failure("INPUT_TOO_LONG", false));

        Translation translation = translate(models, "en", Texts.segments("en", "A sentence for nobody."));

        assertThat(translation.getSegments(0).getTarget()).isEqualTo("A sentence for nobody.");
        assertThat(translation.getSegments(0).getFlagsList()).containsExactly(TRANSLATION_FLAG_TOO_LONG);
        assertThat(translation.getSegmentsToReview()).isEqualTo(1);
    }

    @Test
    void flagsAScoreUnderTheThresholdOfItsDirectionWithoutAnotherTry() {
        FakeModels models = FakeModels.of("en-de")
                .withScoreThreshold("en-de", -0.9f)
                .behaving((request, text) -> text(backwards(text), text.startsWith("Odd") ? -0.91f : -0.9f));

        Translation translation =
                translate(models, "en", Texts.segments("en", "The council met today.", "Odd words met today."));

        assertThat(models.requests()).hasSize(1);
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
        assertThat(translation.getSegments(1).getFlagsList()).containsExactly(TRANSLATION_FLAG_LOW_SCORE);
        assertThat(translation.getSegmentsToReview()).isEqualTo(1);
    }

    @Test
    void comparesTheScoreOfEachLegWithItsOwnThreshold() {
        FakeModels models = FakeModels.of("fr-en", "en-de")
                .withScoreThreshold("fr-en", -0.5f)
                .withScoreThreshold("en-de", -1.5f)
                .behaving((request, text) -> text(
                        translated(request, text), request.getTargetLanguage().equals("en") ? -0.6f : -1.0f));

        Translation translation = translate(models, "fr", Texts.segments("fr", "Le conseil a siégé hier soir."));

        assertThat(translation.getSegments(0).getFlagsList()).containsExactly(TRANSLATION_FLAG_LOW_SCORE);
    }

    @Test
    void retriesAPivotFromItsBeginning() {
        FakeModels models = FakeModels.of("fr-en", "en-de")
                .behaving((request, text) -> request.getOptions().getBeams() == 0
                                && request.getModel().endsWith("de")
                        ? text("war war war war war war war", -0.1f)
                        : text(translated(request, text), -0.5f));

        Translation translation = translate(models, "fr", Texts.segments("fr", "Le conseil de la ville est en congé."));

        assertThat(models.requests())
                .extracting(GenerateRequest::getModel)
                .containsExactly("translator-fr-en", "translator-en-de", "translator-fr-en", "translator-en-de");
        assertThat(translation.getSegments(0).getFlagsList()).doesNotContain(TRANSLATION_FLAG_REPETITION);
    }

    @Test
    void flagsASegmentThatFailsAlone() {
        FakeModels models = FakeModels.of("en-de")
                .behaving((request, text) ->
                        text.contains("poison") ? failure("MODEL_FAILED", false) : text(backwards(text), -0.2f));

        Translation translation = translate(
                models,
                "en",
                Texts.segments(
                        "en",
                        "One fine sentence here.",
                        "Two fine sentences here.",
                        "A cup of poison here.",
                        "Four fine sentences here.",
                        "Five fine sentences here."));

        assertThat(models.requests()).hasSize(2);
        assertThat(translation.getSegments(2).getTarget()).isEmpty();
        assertThat(translation.getSegments(2).getFlagsList()).containsExactly(TRANSLATION_FLAG_FAILED);
        assertThat(translation.getSegments(3).getFlagsList()).isEmpty();
    }

    @Test
    void failsWhereTooManySegmentsFailed() {
        FakeModels models = FakeModels.of("en-de").behaving((request, text) -> failure("OVERLOADED", true));

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> translate(models, "en", Texts.segments("en", "One fine sentence here.")))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
        assertThat(models.requests()).hasSize(2);
    }

    @Test
    void namesAPairThatNoModelServes() {
        FakeModels models = FakeModels.of("en-de");

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> translate(models, "fr", Texts.segments("fr", "Le conseil a siégé hier soir.")))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.LANGUAGE_PAIR_UNAVAILABLE);
                    assertThat(failure.reason()).contains("from fr to de").contains("en>de");
                });
    }

    @Test
    void flagsAQuoteInALanguageThatNoModelServes() {
        FakeModels models = FakeModels.of("en-de");
        List<Segment> segments = new ArrayList<>(Texts.segments(
                "en",
                "One fine sentence here.",
                "Two fine sentences here.",
                "Three fine sentences here.",
                "Four fine sentences here."));
        segments.add(Texts.segment(4, "fr", "Le conseil a siégé hier soir.").build());

        Translation translation = translate(models, "en", segments);

        assertThat(translation.getSegments(4).getFlagsList()).containsExactly(TRANSLATION_FLAG_FAILED);
        assertThat(translation.getSegments(4).getTarget()).isEmpty();
        assertThat(translation.getPathList()).containsExactly("en", "de");
    }

    @Test
    void takesShortSegmentsToBeInTheLanguageOfThePart() {
        FakeModels models = FakeModels.of("en-de");

        Translation translation = translate(
                models,
                "en",
                List.of(
                        Texts.segment(0, "de", "Budget").build(),
                        Texts.segment(1, "", "An unknown sentence of the text.").build()));

        assertThat(inputs(models)).containsExactly("Budget", "An unknown sentence of the text.");
        assertThat(translation.getSegments(0).getFlagsList()).isEmpty();
    }

    @Test
    void believesTheClientAboutTheLanguage() {
        FakeModels models = FakeModels.of("en-de");

        var translation = PartTranslation.begin(
                part("", "en", Texts.segments("fr", "Le conseil a siégé hier soir.")), models.directions(), SETTINGS);

        assertThat(translation.open()).hasSize(1);
    }

    @Test
    void saysWhereASentenceWasCut() {
        FakeModels models = FakeModels.of("en-de");

        Translation translation = translate(
                models,
                "en",
                List.of(Texts.segment(0, "en", "A sentence without end")
                        .setCut(true)
                        .build()));

        assertThat(translation.getSegments(0).getFlagsList()).containsExactly(TRANSLATION_FLAG_CUT);
    }

    @Test
    void ignoresAnswersThatNobodyWaitsFor() {
        FakeModels models = FakeModels.of("fr-en", "en-de");
        var translation = PartTranslation.begin(
                part("fr", "", Texts.segments("fr", "Le conseil a siégé hier.")), models.directions(), SETTINGS);
        ModelRequest first = translation.open().getFirst();

        assertThat(translation.answer(first.name(), models.answer(first.request())))
                .isTrue();

        assertThat(translation.answer(first.name(), models.answer(first.request())))
                .isFalse();
        assertThat(translation.answer("retry/0", models.answer(first.request())))
                .isFalse();
        assertThat(translation.answer("pivot/7", models.answer(first.request())))
                .isFalse();
        assertThat(translation.answer("pivot/x", models.answer(first.request())))
                .isFalse();
        assertThat(translation.open()).extracting(ModelRequest::name).containsExactly("pivot/0");
    }

    @Test
    void sumsWhatItCost() {
        FakeModels models = FakeModels.of("fr-en", "en-de");

        PartResult result = run(
                models, part("fr", "", Texts.segments("fr", "Le conseil a siégé hier.", "Il a voté à huit heures.")));

        assertThat(result.provenance().getModelsList()).containsExactly("translator-fr-en", "translator-en-de");
        assertThat(result.provenance().getModelDigestsList())
                .containsExactly("digest-of-translator-fr-en", "digest-of-translator-en-de");
        assertThat(result.provenance().getInputTokens()).isEqualTo(4);
        assertThat(result.provenance().getModelMicros()).isEqualTo(20);
    }

    private static Translation translate(FakeModels models, String language, List<Segment> segments) {
        return run(models, part(language, "", segments)).translation();
    }

    private static PartResult run(FakeModels models, TextPart part) {
        var translation = PartTranslation.begin(part, models.directions(), SETTINGS);
        while (!translation.done()) {
            for (ModelRequest request : translation.open()) {
                translation.answer(request.name(), models.answer(request.request()));
            }
            translation = PartTranslation.resume(translation.state(), SETTINGS);
        }
        return translation.result();
    }

    private static TextPart part(String language, String sourceLanguage, List<Segment> segments) {
        return new TextPart(3, segments, language, sourceLanguage, "de");
    }

    private static List<String> inputs(FakeModels models) {
        return models.requests().stream()
                .flatMap(request -> request.getInputsList().stream())
                .map(Input::getText)
                .toList();
    }
}
