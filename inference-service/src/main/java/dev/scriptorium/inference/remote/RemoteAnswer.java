package dev.scriptorium.inference.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Receives the answer to a request: one that is whole, or the pieces of a stream and their end. */
public interface RemoteAnswer {

    void whole(ObjectNode body);

    void piece(ObjectNode body);

    void endOfPieces();
}
