package dev.scriptorium.engine.loading;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
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
        JsonNode architectures = files.json("config.json").path("architectures");
        String architecture = architectures.path(0).asText("");
        Optional<CausalFamily> causal = causal(architecture);
        return causal.isPresent()
                ? OnnxCausalModel.load(causal.get(), files, asked)
                : load(architecture, files, DEVICE.of(asked));
    }

    private static Optional<CausalFamily> causal(String architecture) {
        return switch (architecture) {
            case "LlamaForCausalLM", "MistralForCausalLM", "Qwen2ForCausalLM", "Qwen3ForCausalLM" ->
                Optional.of(CausalFamily.LLAMA);
            case "Phi3ForCausalLM" -> Optional.of(CausalFamily.PHI3);
            case "Gemma2ForCausalLM", "Gemma3ForCausalLM" -> Optional.of(CausalFamily.GEMMA);
            case "GPT2LMHeadModel" -> Optional.of(CausalFamily.GPT2);
            default -> Optional.empty();
        };
    }

    private static InferenceModel load(String architecture, ModelFiles files, EngineSettings settings) {
        return switch (architecture) {
            case "MarianMTModel" -> OnnxSeq2SeqModel.load(Architecture.MARIAN, files, settings);
            case "BartForConditionalGeneration" -> OnnxSeq2SeqModel.load(Architecture.BART, files, settings);
            case "MBartForConditionalGeneration" -> OnnxSeq2SeqModel.load(Architecture.MBART, files, settings);
            case "M2M100ForConditionalGeneration" -> OnnxSeq2SeqModel.load(Architecture.M2M100, files, settings);
            case "PegasusForConditionalGeneration" -> OnnxSeq2SeqModel.load(Architecture.PEGASUS, files, settings);
            case "T5ForConditionalGeneration", "MT5ForConditionalGeneration", "UMT5ForConditionalGeneration" ->
                OnnxSeq2SeqModel.load(Architecture.T5, files, settings);
            case "BertModel", "RobertaModel", "XLMRobertaModel", "DistilBertModel" ->
                SentenceEmbeddings.load(files, settings);
            case "BertForSequenceClassification",
                    "RobertaForSequenceClassification",
                    "XLMRobertaForSequenceClassification",
                    "DistilBertForSequenceClassification" -> SequenceClassifier.load(files, settings);
            case "ScriptoriumPhrasesForSequenceClassification" -> PhraseClassifier.load(files);
            case "BertForTokenClassification",
                    "RobertaForTokenClassification",
                    "XLMRobertaForTokenClassification",
                    "DistilBertForTokenClassification" -> TokenClassifier.load(files, settings);
            default ->
                throw new FailureException(
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
        };
    }
}
