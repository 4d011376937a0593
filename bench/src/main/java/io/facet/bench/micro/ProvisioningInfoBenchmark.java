// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** All that a provisioner is told of machines that it is to start, from the parameters of the call to the text of its result. */
@State(Scope.Benchmark)
public class ProvisioningInfoBenchmark {

    private static final int IN_MODEL = 100;

    /** How many machines are asked about in one call. */
    @Param({"1", "100"})
    public int machines;

    private byte[] params;
    private Provisioner provisioner;

    @Setup
    public void start() throws IOException {
        provisioner = new Provisioner(IN_MODEL);
        params = ("{\"entities\":["
                        + IntStream.range(0, machines)
                                .mapToObj("{\"tag\":\"machine-%d\"}"::formatted)
                                .collect(Collectors.joining(","))
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
        String answer = new String(call(), StandardCharsets.UTF_8);
        if (answer.contains("\"error\"") || answer.split("\"endpoint-bindings\":\\{").length != machines + 1) {
            throw new IllegalStateException("not what ProvisioningInfo should say: " + answer);
        }
    }

    @TearDown
    public void stop() throws IOException {
        provisioner.close();
    }

    /** A call, one at a time. */
    @Benchmark
    public byte[] call() {
        return provisioner.call("ProvisioningInfo", params);
    }
}
