package dev.scriptorium.summarizer.document;

/** Where a task's states stand. */
record StateKeys(String task) {

    String part(int part) {
        return task + "/" + part;
    }

    String windowsOf(int part) {
        return task + "/" + part + "/";
    }

    String window(int part, int window) {
        return task + "/" + part + "/" + window;
    }

    String progress() {
        return task + "/progress";
    }

    String all() {
        return task + "/";
    }
}
