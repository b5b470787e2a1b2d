package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsRequest;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsResponse;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslateResponse;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationPath;
import dev.scriptorium.proto.translator.v1.TranslatorService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Locale;

/**
 * Stands in for translator-service: it has English to German, and French to German through English. Its German is what it got,
 * in capitals.
 */
@GrpcService
class FakeTranslator implements TranslatorService {

    @Override
    public Uni<TranslateResponse> translate(TranslateRequest request) {
        return Uni.createFrom()
                .item(TranslateResponse.newBuilder()
                        .addAllTranslations(request.getTextsList().stream()
                                .map(text -> translated(text, request))
                                .toList())
                        .build());
    }

    @Override
    public Uni<ListLanguagePairsResponse> listLanguagePairs(ListLanguagePairsRequest request) {
        return Uni.createFrom()
                .item(ListLanguagePairsResponse.newBuilder()
                        .addPaths(TranslationPath.newBuilder().addAllLanguages(List.of("en", "de")))
                        .addPaths(TranslationPath.newBuilder().addAllLanguages(List.of("fr", "en", "de")))
                        .build());
    }

    private static TranslatedText translated(String text, TranslateRequest request) {
        if (!request.getTargetLanguage().equals("de")) {
            return TranslatedText.newBuilder()
                    .setFailure(InferenceFailure.newBuilder()
                            .setCode(FailureCode.LANGUAGE_PAIR_UNAVAILABLE.name())
                            .setReason("No model translates to " + request.getTargetLanguage() + "."))
                    .build();
        }
        return TranslatedText.newBuilder()
                .setTranslation(Translation.newBuilder()
                        .setTargetLanguage("de")
                        .addPath("en")
                        .addPath("de")
                        .addSegments(TranslatedSegment.newBuilder()
                                .setSegmentId("0.0")
                                .setSource(text)
                                .setTarget(text.toUpperCase(Locale.ROOT))))
                .build();
    }
}
