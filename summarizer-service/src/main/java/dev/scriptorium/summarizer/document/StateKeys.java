package dev.scriptorium.summarizer.document;

import dev.scriptorium.runtime.streams.RequestId;

/** Where a task's states stand. */
record StateKeys(String task) {

    String part(int part) {
        return RequestId.stateKey(task, part);
    }

    String windowsOf(int part) {
        return part(part) + "/";
    }

    String window(int part, int window) {
        return windowsOf(part) + window;
    }

    String progress() {
        return task + "/progress";
    }

    String all() {
        return task + "/";
    }
}
