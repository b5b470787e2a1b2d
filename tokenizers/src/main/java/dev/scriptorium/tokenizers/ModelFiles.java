package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder in Hugging Face layout; a file that is missing or damaged is a failure that names it. */
public record ModelFiles(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public boolean has(String name) {
        return Files.isRegularFile(resolve(name));
    }

    /** The path of a file that must be there. */
    public Path require(String name) {
        if (!has(name)) {
            throw new FailureException(FailureCode.MODEL_FILE_MISSING, this + " has no " + name + "; add the file");
        }
        return resolve(name);
    }

    public byte[] bytes(String name) {
        try {
            return Files.readAllBytes(require(name));
        } catch (IOException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name + " cannot be read", e);
        }
    }

    /** The JSON value in a file that must be there. */
    public JsonNode json(String name) {
        try {
            JsonNode node = JSON.readTree(bytes(name));
            if (node == null || !node.isContainerNode()) {
                throw new FailureException(FailureCode.MODEL_CORRUPT, name + " holds no JSON object or array");
            }
            return node;
        } catch (IOException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name + " is not JSON; fetch the file again", e);
        }
    }

    /** Names in an index come from outside: none may lead out of the folder. */
    private Path resolve(String name) {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name + " lies outside the model's folder");
        }
        return path;
    }

    @Override
    public String toString() {
        return "model folder " + folder.getFileName();
    }
}
