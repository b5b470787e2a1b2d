package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.engine.CausalOutput;
import java.util.List;
import java.util.Optional;

/** The form of the response: a chat completion or a completion. */
interface AnswerForm {

    /** An answer that is whole. */
    ObjectNode choice(int index, List<CausalOutput> outputs);

    /** The piece of a stream that goes before the first token of an answer, where there is one. */
    Optional<ObjectNode> begin(int index);

    /** The piece of a stream for one token. */
    ObjectNode piece(int index, CausalOutput output);

    /** What the whole answer is called. */
    String object();

    /** What a piece of a stream is called. */
    String pieceObject();

    String idPrefix();

    static String finish(CausalOutput output) {
        return output.finish() == CausalOutput.Finish.STOP ? "stop" : "length";
    }

    static String text(List<CausalOutput> outputs) {
        return String.join("", outputs.stream().map(CausalOutput::text).toList());
    }
}
