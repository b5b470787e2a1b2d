package dev.scriptorium.benchmarks.clock;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time of this process, all threads together: it is the same on a machine that does other things too. */
public final class CpuTime {

    private CpuTime() {}

    public static long nanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
