package dev.scriptorium.inference.engine.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether this JVM computes with the processor's vectors. */
final class Vectors {

    /** The compiler that turns operations on vectors into instructions; the others call a method for each. */
    private static final int COMPILING_TIER = 4;

    static final boolean AVAILABLE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && compiles();

    private Vectors() {}

    private static boolean compiles() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return jvm != null
                && Integer.parseInt(jvm.getVMOption("TieredStopAtLevel").getValue()) >= COMPILING_TIER;
    }
}
