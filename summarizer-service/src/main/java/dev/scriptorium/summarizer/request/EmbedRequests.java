package dev.scriptorium.summarizer.request;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.summarizer.v1.CandidateState;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.runtime.streams.RequestId;
import java.util.List;
import java.util.Optional;

/** Makes the request for the vectors of a window's sentences: by token ids where the part has them, else by text. */
public record EmbedRequests(String model) {

    public InferenceRequested request(RequestId id, DocumentRef document, PartState part, Optional<Encoding> encoding) {
        EmbedRequest.Builder embed = EmbedRequest.newBuilder()
                .setModel(model)
                .setLane(document.getLane())
                .setTenantId(document.getTenantId());
        encoding.ifPresent(ids -> embed.setTokenizerDigest(ids.getTokenizerDigest()));
        for (CandidateState candidate : part.getCandidatesList()) {
            if (candidate.getWindow() == id.number()) {
                embed.addInputs(
                        encoding.map(ids -> Input.newBuilder().setTokens(ids.getSegments(candidate.getSegment())))
                                .orElseGet(() -> Input.newBuilder().setText(candidate.getText())));
            }
        }
        return InferenceRequested.newBuilder()
                .setDocument(document)
                .setRequestId(id.toString())
                .setCaller(Topics.SUMMARIZER)
                .setEmbed(embed)
                .build();
    }

    /** The first encoding that has ids for every segment. */
    public static Optional<Encoding> usable(List<Encoding> encodings, int segments) {
        return encodings.stream()
                .filter(encoding -> encoding.getSegmentsCount() == segments)
                .findFirst();
    }
}
