package dev.scriptorium.tokenizers;

/** Keeps DJL from the network: no telemetry at start, no other native library because a GPU is there. */
final class Offline {

    private Offline() {}

    static void prepare() {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("RUST_FLAVOR", "cpu");
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
