package dev.scriptorium.summarizer;

import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.runtime.streams.StreamsRunner;
import dev.scriptorium.summarizer.abstractive.AbstractiveSettings;
import dev.scriptorium.summarizer.document.SummaryStage;
import dev.scriptorium.summarizer.online.TextSummarizer;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.scorer.ScorerFolder;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the summarizer together, and starts its topology. */
@ApplicationScoped
class SummarizerWiring {

    void start(@Observes StartupEvent start, StreamsRunner runner, SummaryStage stage) {
        runner.start(Topics.SUMMARIZER, stage, SummaryState.parser());
    }

    @Produces
    @Singleton
    SummarySettings settings(SummarizerConfig config) {
        return new SummarySettings(config.model(), config.sentencesPerPart(), config.keptPerPart());
    }

    @Produces
    @Singleton
    ExtractiveSummary summaries(ModelFolders folders, SummarizerConfig config) {
        return new ExtractiveSummary(ScorerFolder.read(folders.folder(config.scorer())));
    }

    @Produces
    @Singleton
    SummaryStage stage(
            SummarySettings settings,
            ExtractiveSummary summaries,
            ModelFolders folders,
            SummarizerConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        Provenance scorer = Provenance.newBuilder()
                .addModels(config.scorer())
                .addModelDigests(folders.digest(config.scorer()))
                .setSoftwareVersion(version)
                .build();
        return new SummaryStage(
                settings,
                summaries,
                scorer,
                new AbstractiveSettings(
                        config.abstractive().windowTokens(),
                        config.abstractive().support(),
                        config.sentencesPerCall()));
    }

    @Produces
    @Singleton
    TextSummarizer texts(
            @GrpcClient("tokenizer") TokenizerService tokenizer,
            @GrpcClient("inference") InferenceService inference,
            ExtractiveSummary summaries,
            SummarySettings settings,
            SummarizerConfig config) {
        return new TextSummarizer(
                tokenizer,
                inference,
                summaries,
                settings,
                new TextSummarizer.CallLimits(config.sentencesPerCall(), config.callTimeout()));
    }
}
