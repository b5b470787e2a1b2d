package dev.scriptorium.ingest.api;

import dev.scriptorium.proto.translator.v1.ListLanguagePairsRequest;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsResponse;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslateResponse;
import dev.scriptorium.proto.translator.v1.TranslationPath;
import dev.scriptorium.proto.translator.v1.TranslatorService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Stands in for translator-service: it has English to German, and French to German through English. */
@GrpcService
class FakeTranslator implements TranslatorService {

    @Override
    public Uni<TranslateResponse> translate(TranslateRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<ListLanguagePairsResponse> listLanguagePairs(ListLanguagePairsRequest request) {
        return Uni.createFrom()
                .item(ListLanguagePairsResponse.newBuilder()
                        .addPaths(TranslationPath.newBuilder().addAllLanguages(List.of("en", "de")))
                        .addPaths(TranslationPath.newBuilder().addAllLanguages(List.of("fr", "en", "de")))
                        .build());
    }
}
