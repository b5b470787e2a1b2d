package dev.scriptorium.engine.loading;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * From the device that is asked for to the one that runs.
 *
 * @param obstacle why no model runs on a GPU here; asked only where a GPU may be meant
 */
record DeviceChoice(Supplier<Optional<String>> obstacle) {

    /** @throws FailureException {@code DEVICE_UNAVAILABLE} where a GPU is demanded and none can be used */
    EngineSettings of(EngineSettings asked) {
        return switch (asked.device()) {
            case CPU -> asked;
            case AUTO -> asked.on(obstacle.get().isPresent() ? Device.CPU : Device.CUDA);
            case CUDA -> {
                obstacle.get().ifPresent(reason -> {
                    throw new FailureException(
                            FailureCode.DEVICE_UNAVAILABLE,
                            "scriptorium.inference.engine.device is cuda, and no model runs on a GPU here: " + reason);
                });
                yield asked.on(Device.CUDA);
            }
        };
    }
}
