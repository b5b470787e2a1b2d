package dev.scriptorium.engine.kernels;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.FloatVector;

/** Whether this JVM computes with the processor's vectors. */
final class Vectors {

    /** The compiler that turns operations on vectors into instructions; the others call a method for each. */
    private static final int COMPILING_TIER = 4;

    /** Narrower ones gain little, and bytes for so few elements have no vector. */
    private static final int LEAST_LANES = 8;

    static final boolean AVAILABLE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && compiles() && areWide();

    private Vectors() {}

    private static boolean compiles() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return jvm != null
                    && Integer.parseInt(jvm.getVMOption("TieredStopAtLevel").getValue()) >= COMPILING_TIER;
        } catch (IllegalArgumentException e) {
            // A JVM without that compiler.
            return false;
        }
    }

    private static boolean areWide() {
        return FloatVector.SPECIES_PREFERRED.length() >= LEAST_LANES;
    }
}
