// SPDX-License-Identifier: Apache-2.0
package io.facet.machine.api;

import io.facet.core.AgentBinaryVersion;
import io.facet.core.Base;
import io.facet.core.Constraints;
import io.facet.core.Life;
import io.facet.core.MachineId;
import java.util.List;
import java.util.Optional;

/**
 * A machine or container as stored.
 *
 * @param id its id
 * @param life its life
 * @param base its operating system
 * @param constraints what was asked for, already merged with the model's
 * @param placement placement directive, empty if none
 * @param jobs {@link #JOB_HOST_UNITS} and {@link #JOB_MANAGE_MODEL}, in stored order
 * @param nonce nonce that its agent must present, empty while not provisioned
 * @param keepInstance whether the cloud instance stays when the machine goes
 * @param agentVersion what its agent last reported, empty if it never did
 * @param supportedContainers container types it supports; empty optional while not known
 * @param instance its instance, empty while not provisioned
 */
public record Machine(
        MachineId id,
        Life life,
        Base base,
        Constraints constraints,
        String placement,
        List<String> jobs,
        String nonce,
        boolean keepInstance,
        Optional<AgentBinaryVersion> agentVersion,
        Optional<List<String>> supportedContainers,
        Optional<Instance> instance) {

    /** Job of a machine that hosts units. */
    public static final String JOB_HOST_UNITS = "JobHostUnits";

    /** Job of a controller machine. */
    public static final String JOB_MANAGE_MODEL = "JobManageModel";

    public Machine {
        jobs = List.copyOf(jobs);
        supportedContainers = supportedContainers.map(List::copyOf);
    }

    /** Whether the machine runs a controller. */
    public boolean isController() {
        return jobs.contains(JOB_MANAGE_MODEL);
    }
}
