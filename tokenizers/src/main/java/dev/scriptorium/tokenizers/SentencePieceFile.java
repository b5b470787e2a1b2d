package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a SentencePiece model file: the few fields of sentencepiece_model.proto that encoding and decoding need.
 *
 * @see <a href="https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto">the schema</a>
 */
final class SentencePieceFile {

    private static final int UNIGRAM = 1;
    private static final int BYTE_PAIRS = 2;

    private final List<Piece> pieces = new ArrayList<>();
    private int modelType = UNIGRAM;
    private boolean byteFallback;
    private boolean spaceAsSuffix;
    private byte[] characterMap = {};
    private boolean dummyPrefix = true;
    private boolean removeExtraSpaces = true;
    private boolean escapeSpaces = true;

    private interface Field {
        /** Reads the field's value and says so, or leaves it to be skipped. */
        boolean read(int field, CodedInputStream in) throws IOException;
    }

    private SentencePieceFile() {}

    /** @param name the file's name, for the reason of a failure */
    static SentencePiece read(byte[] bytes, String name) {
        return parsed(bytes, name).toSentencePiece();
    }

    /** The pieces by their ids. */
    static List<Piece> pieces(byte[] bytes, String name) {
        return List.copyOf(parsed(bytes, name).pieces);
    }

    private static SentencePieceFile parsed(byte[] bytes, String name) {
        SentencePieceFile file = new SentencePieceFile();
        try {
            read(CodedInputStream.newInstance(bytes), file::modelField);
            file.check(name);
            return file;
        } catch (IOException | IllegalArgumentException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, name + " is not a SentencePiece model; fetch the file again", e);
        }
    }

    private void check(String name) {
        if (modelType != UNIGRAM && modelType != BYTE_PAIRS || spaceAsSuffix) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    name + " is a SentencePiece model of another kind than Unigram or BPE with leading spaces");
        }
        if (pieces.stream().noneMatch(piece -> piece.type() == Piece.Type.UNKNOWN)) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name + " has no piece for unknown characters");
        }
    }

    private SentencePiece toSentencePiece() {
        PieceTrie symbols = new PieceTrie();
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.get(id).type() == Piece.Type.USER_DEFINED) {
                symbols.add(pieces.get(id).text().getBytes(UTF_8), id);
            }
        }
        Normalizer normalizer =
                new Normalizer(CharacterMap.of(characterMap), symbols, dummyPrefix, removeExtraSpaces, escapeSpaces);
        Segmentation segmentation =
                modelType == UNIGRAM ? new UnigramPieces(List.copyOf(pieces)) : new BytePairPieces(pieces, symbols);
        return new SentencePiece(normalizer, segmentation, byteFallback);
    }

    private static void read(CodedInputStream in, Field fields) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!fields.read(WireFormat.getTagFieldNumber(tag), in)) {
                in.skipField(tag);
            }
        }
    }

    private boolean modelField(int field, CodedInputStream in) throws IOException {
        switch (field) {
            case 1 -> pieces.add(piece(in.readByteArray()));
            case 2 -> read(CodedInputStream.newInstance(in.readByteArray()), this::trainerField);
            case 3 -> read(CodedInputStream.newInstance(in.readByteArray()), this::normalizerField);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean trainerField(int field, CodedInputStream in) throws IOException {
        switch (field) {
            case 3 -> modelType = in.readEnum();
            case 24 -> spaceAsSuffix = in.readBool();
            case 35 -> byteFallback = in.readBool();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean normalizerField(int field, CodedInputStream in) throws IOException {
        switch (field) {
            case 2 -> characterMap = in.readByteArray();
            case 3 -> dummyPrefix = in.readBool();
            case 4 -> removeExtraSpaces = in.readBool();
            case 5 -> escapeSpaces = in.readBool();
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Piece piece(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        String text = "";
        float score = 0;
        Piece.Type type = Piece.Type.NORMAL;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> text = in.readString();
                case 2 -> score = in.readFloat();
                case 3 -> type = Piece.Type.numbered(in.readEnum());
                default -> in.skipField(tag);
            }
        }
        return new Piece(text, score, type);
    }
}
