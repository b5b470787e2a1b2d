package dev.scriptorium.engine.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.onnx.Cuda;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceChoiceTest {

    private static final DeviceChoice WITH_GPU = new DeviceChoice(Optional::empty);
    private static final DeviceChoice WITHOUT_GPU = new DeviceChoice(() -> Optional.of("libcudnn.so.9 is missing"));

    @ParameterizedTest
    @EnumSource(
            value = Device.class,
            names = {"AUTO", "CUDA"})
    void aGpuHoldsWeightsIn16BitsWhateverIsAskedFor(Device device) {
        EngineSettings asked = new EngineSettings(3, Precision.INT8, device, false, 200);

        assertThat(WITH_GPU.of(asked)).isEqualTo(new EngineSettings(3, Precision.FLOAT16, Device.CUDA, false, 200));
    }

    @Test
    void whereThereIsNoGpuTheProcessorRunsModelsAsAskedFor() {
        EngineSettings asked = new EngineSettings(1, Precision.INT8, Device.AUTO, true, 128);

        assertThat(WITHOUT_GPU.of(asked)).isEqualTo(new EngineSettings(1, Precision.INT8, Device.CPU, true, 128));
    }

    @Test
    void whoeverAsksForTheProcessorDoesNotWakeTheGpu() {
        DeviceChoice choice = new DeviceChoice(() -> {
            throw new AssertionError("asked for a GPU");
        });

        assertThat(choice.of(EngineSettings.DEFAULT)).isEqualTo(EngineSettings.DEFAULT);
    }

    @Test
    void whoeverDemandsAGpuIsToldWhatIsMissing() {
        EngineSettings asked = EngineSettings.DEFAULT.on(Device.CUDA);

        FailureException failure = catchThrowableOfType(FailureException.class, () -> WITHOUT_GPU.of(asked));

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_UNAVAILABLE);
        assertThat(failure.reason()).contains("device is cuda").contains("libcudnn.so.9 is missing");
    }

    /** With the build that this repository has unless told otherwise. */
    @Test
    void aModelThatIsToRunOnAGpuDoesNotLoadWithOnnxRuntimesBuildForProcessors() {
        assumeThat(Cuda.isBuiltIn()).as("ONNX Runtime's GPU build").isFalse();

        FailureException failure = catchThrowableOfType(
                FailureException.class,
                () -> new OnnxModelLoader()
                        .load(TestModels.folder("tiny-marian"), EngineSettings.DEFAULT.on(Device.CUDA)));

        assertThat(failure.code()).isEqualTo(FailureCode.DEVICE_UNAVAILABLE);
        assertThat(failure.reason()).contains("built for processors only").contains("-Pcuda");
    }
}
