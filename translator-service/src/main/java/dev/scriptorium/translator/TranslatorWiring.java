package dev.scriptorium.translator;

import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.memory.glossary.Glossary;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.translator.document.TranslationStage;
import dev.scriptorium.translator.glossary.CurrentTerms;
import dev.scriptorium.translator.glossary.RefreshedTerms;
import dev.scriptorium.translator.online.Admission;
import dev.scriptorium.translator.online.TextTranslator;
import dev.scriptorium.translator.part.TranslationSettings;
import dev.scriptorium.translator.route.CurrentDirections;
import dev.scriptorium.translator.route.GrpcDirections;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what knows nothing of configuration. */
@ApplicationScoped
class TranslatorWiring {

    @Produces
    @Singleton
    TranslationSettings settings(TranslatorConfig config) {
        return new TranslationSettings(config.segmentsPerRequest(), config.retryBeams(), config.failedShare());
    }

    @Produces
    @Singleton
    CurrentDirections directions(
            @GrpcClient("inference") InferenceService inference, TranslatorConfig config, Clock clock) {
        return new GrpcDirections(
                inference, config.pivotLanguage(), config.catalogueRefresh(), config.catalogueWait(), clock);
    }

    @Produces
    @Singleton
    TranslationStage stage(
            CurrentDirections directions,
            TranslationSettings settings,
            TranslationMemory memory,
            CurrentTerms terms,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return new TranslationStage(directions, settings, memory, terms, version);
    }

    @Produces
    @Singleton
    TextTranslator texts(
            @GrpcClient("tokenizer") TokenizerService tokenizer,
            @GrpcClient("inference") InferenceService inference,
            TranslationSettings settings,
            TranslationMemory memory,
            TranslatorConfig config) {
        return new TextTranslator(tokenizer, inference, settings, memory, config.callTimeout());
    }

    @Produces
    @Singleton
    CurrentTerms terms(Glossary glossary, TranslatorConfig config, Clock clock) {
        return new RefreshedTerms(glossary, config.glossary().refresh(), clock);
    }

    @Produces
    @Singleton
    Admission admission(TranslatorConfig config, Clock clock) {
        return new Admission(config.charactersPerSecond(), clock);
    }
}
