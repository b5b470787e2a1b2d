package dev.scriptorium.summarizer.request;

import dev.scriptorium.runtime.streams.RequestId;

/** Where a task's states stand. */
public record StateKeys(String task) {

    public String part(int part) {
        return RequestId.stateKey(task, part);
    }

    public String windowsOf(int part) {
        return part(part) + "/";
    }

    public String window(int part, int window) {
        return windowsOf(part) + window;
    }

    public String progress() {
        return task + "/progress";
    }

    public String all() {
        return task + "/";
    }
}
