package dev.scriptorium.runtime.streams;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Protobuf messages as the values of a topic or a store; a record without value stays null. */
record ProtobufSerde<M extends Message>(Parser<M> parser) implements Serde<M> {

    @Override
    public Serializer<M> serializer() {
        return (topic, message) -> bytes(message);
    }

    @Override
    public Deserializer<M> deserializer() {
        return (topic, data) -> {
            try {
                return data == null ? null : parser.parseFrom(data);
            } catch (InvalidProtocolBufferException e) {
                throw new SerializationException("Not a message of the type that " + topic + " carries", e);
            }
        };
    }

    static byte @Nullable [] bytes(@Nullable MessageLite message) {
        return message == null ? null : message.toByteArray();
    }
}
