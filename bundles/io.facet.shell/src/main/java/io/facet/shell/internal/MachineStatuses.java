// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import java.util.List;
import java.util.Map;

/** The statuses of machines that mean something to somebody ({@code provisioner.md} section 6). */
public final class MachineStatuses {
    /** Statuses by kind: {@code agent}, {@code instance} or {@code modification}. */
    public static final Map<String, List<String>> BY_KIND = Map.of(
            "agent", List.of("pending", "started", "stopped", "error"),
            "instance", List.of("pending", "allocating", "running", "provisioning error", "error", "unknown"),
            "modification", List.of("idle", "applied", "error", "unknown"));

    private MachineStatuses() {}
}
