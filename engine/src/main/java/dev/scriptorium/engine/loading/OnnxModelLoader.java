package dev.scriptorium.engine.loading;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.ModelLoader;
import dev.scriptorium.engine.causal.CausalFamily;
import dev.scriptorium.engine.causal.OnnxCausalModel;
import dev.scriptorium.engine.encoder.SentenceEmbeddings;
import dev.scriptorium.engine.encoder.SequenceClassifier;
import dev.scriptorium.engine.encoder.TokenClassifier;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.onnx.Cuda;
import dev.scriptorium.engine.phrases.PhraseClassifier;
import dev.scriptorium.engine.seq2seq.Architecture;
import dev.scriptorium.engine.seq2seq.OnnxSeq2SeqModel;
import dev.scriptorium.tokenizers.ModelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Loads every architecture that the engine knows; here a new one is added. Safe for many threads. */
public final class OnnxModelLoader implements ModelLoader {

    private static final DeviceChoice DEVICE = new DeviceChoice(Cuda::obstacle);

    @Override
    public InferenceModel load(Path folder, EngineSettings asked) {
        if (!Files.isDirectory(folder)) {
            throw new FailureException(
                    FailureCode.MODEL_FILE_MISSING, "there is no model folder " + folder.getFileName());
        }
        ModelFiles files = new ModelFiles(folder);
        if (!asked.checkpoints() && Weights.areIn(files) && !Weights.areSafetensorsIn(files)) {
            throw new FailureException(
                    FailureCode.MODEL_UNSAFE,
                    files
                            + " has its weights as pytorch_model.bin only, which the settings refuse; convert them once with "
                            + "transformers: AutoModel.from_pretrained(folder).save_pretrained(folder)");
        }
        return loading(architecture(files))
                .orElseThrow(() -> unsupported(files))
                .load(files, asked);
    }

    /**
     * Whether a model can be loaded, as far as its config.json says, so that weights are not fetched in vain.
     *
     * @throws FailureException {@code MODEL_UNSUPPORTED} with the architectures that can, {@code MODEL_CORRUPT}
     */
    public static void requireSupported(Path folder) {
        ModelFiles files = new ModelFiles(folder);
        if (loading(architecture(files)).isEmpty()) {
            throw unsupported(files);
        }
    }

    private static String architecture(ModelFiles files) {
        return files.json("config.json").path("architectures").path(0).asText("");
    }

    /** From files to a model. */
    private interface Loading {
        InferenceModel load(ModelFiles files, EngineSettings settings);
    }

    private static Optional<Loading> loading(String architecture) {
        return Optional.ofNullable(
                switch (architecture) {
                    case "MarianMTModel" -> generating(Architecture.MARIAN);
                    case "BartForConditionalGeneration" -> generating(Architecture.BART);
                    case "MBartForConditionalGeneration" -> generating(Architecture.MBART);
                    case "M2M100ForConditionalGeneration" -> generating(Architecture.M2M100);
                    case "PegasusForConditionalGeneration" -> generating(Architecture.PEGASUS);
                    case "T5ForConditionalGeneration", "MT5ForConditionalGeneration", "UMT5ForConditionalGeneration" ->
                        generating(Architecture.T5);
                    case "BertModel", "RobertaModel", "XLMRobertaModel", "DistilBertModel" ->
                        onDevice(SentenceEmbeddings::load);
                    case "BertForSequenceClassification",
                            "RobertaForSequenceClassification",
                            "XLMRobertaForSequenceClassification",
                            "DistilBertForSequenceClassification" -> onDevice(SequenceClassifier::load);
                    case "ScriptoriumPhrasesForSequenceClassification" ->
                        (files, settings) -> PhraseClassifier.load(files);
                    case "BertForTokenClassification",
                            "RobertaForTokenClassification",
                            "XLMRobertaForTokenClassification",
                            "DistilBertForTokenClassification" -> onDevice(TokenClassifier::load);
                    case "LlamaForCausalLM", "MistralForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM" ->
                        continuing(CausalFamily.LLAMA);
                    case "Phi3ForCausalLM" -> continuing(CausalFamily.PHI3);
                    case "Gemma2ForCausalLM", "Gemma3ForCausalLM" -> continuing(CausalFamily.GEMMA);
                    case "GPT2LMHeadModel" -> continuing(CausalFamily.GPT2);
                    default -> null;
                });
    }

    private static Loading generating(Architecture architecture) {
        return onDevice(Precision.INT8, (files, settings) -> OnnxSeq2SeqModel.load(architecture, files, settings));
    }

    /** They choose their device by themselves. */
    private static Loading continuing(CausalFamily family) {
        return (files, settings) -> OnnxCausalModel.load(family, files, settings.preferring(Precision.FLOAT32));
    }

    private static Loading onDevice(Loading loading) {
        return onDevice(Precision.FLOAT32, loading);
    }

    /** @param preferred the precision on a processor where the settings leave it open */
    private static Loading onDevice(Precision preferred, Loading loading) {
        return (files, settings) -> loading.load(files, DEVICE.of(settings).preferring(preferred));
    }

    private static FailureException unsupported(ModelFiles files) {
        String architecture = architecture(files);
        return new FailureException(
                FailureCode.MODEL_UNSUPPORTED,
                "config.json names the architecture "
                        + (architecture.isEmpty() ? "of nothing" : architecture)
                        + "; known are MarianMTModel, BartForConditionalGeneration, MBartForConditionalGeneration, "
                        + "M2M100ForConditionalGeneration, PegasusForConditionalGeneration, "
                        + "T5ForConditionalGeneration, MT5ForConditionalGeneration, UMT5ForConditionalGeneration, "
                        + "LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM, Phi3ForCausalLM, "
                        + "Gemma2ForCausalLM, Gemma3ForCausalLM, GPT2LMHeadModel, "
                        + "ScriptoriumPhrasesForSequenceClassification, and of Bert, "
                        + "Roberta, XLMRoberta and DistilBert the "
                        + "forms Model, ForSequenceClassification and ForTokenClassification");
    }
}
