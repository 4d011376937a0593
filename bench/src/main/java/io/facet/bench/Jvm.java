// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.stream.LongStream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.management.jfr.FlightRecorderMXBean;
import jdk.management.jfr.RecordingInfo;

/** Looks into another JVM of this user on this machine. */
final class Jvm implements AutoCloseable {

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;
    private final FlightRecorderMXBean flights;

    /** @param pid of the JVM */
    Jvm(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot look into process " + pid, e);
        }
        MBeanServerConnection server = connector.getMBeanServerConnection();
        memory = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        flights = ManagementFactory.newPlatformMXBeanProxy(
                server, FlightRecorderMXBean.MXBEAN_NAME, FlightRecorderMXBean.class);
    }

    /** Bytes of the heap that are in use after full collections. */
    long liveHeapBytes() {
        // Weak and phantom references are cleared by the first collection; what they held goes with the second.
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Bytes of the heap that are in use, garbage included. */
    long usedHeapBytes() {
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Bytes that the threads which run now have allocated since they began. */
    long allocatedBytes() {
        long[] bytes = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
        return LongStream.of(bytes).filter(count -> count > 0).sum();
    }

    /** Begins to record what it does, with the JDK's settings for profiling. */
    void startRecording() {
        long id = flights.newRecording();
        flights.setPredefinedConfiguration(id, "profile");
        flights.startRecording(id);
    }

    /** Ends the one recording there is, and has the JVM write it into a file. */
    void endRecording(Path file) throws IOException {
        long id = flights.getRecordings().stream()
                .mapToLong(RecordingInfo::getId)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no recording to write into " + file));
        flights.stopRecording(id);
        flights.copyTo(id, file.toString());
        flights.closeRecording(id);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
