// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

/** The error codes of the wire ({@code wire.md} section 3.2). Clients branch on them, never on texts. */
public enum ErrorCode {
    NONE(""),
    UNAUTHORIZED("unauthorized access"),
    NOT_FOUND("not found"),
    STOPPED("stopped"),
    TRY_AGAIN("try again"),
    DEAD("dead"),
    EXCESSIVE_CONTENTION("excessive contention"),
    ALREADY_EXISTS("already exists"),
    NOT_ASSIGNED("not assigned"),
    HAS_ASSIGNED_UNITS("machine has assigned units"),
    NOT_PROVISIONED("not provisioned"),
    MACHINE_HAS_ATTACHED_STORAGE("machine has attached storage"),
    HAS_CONTAINERS("machine is hosting containers"),
    MODEL_NOT_FOUND("model not found"),
    NOT_SUPPORTED("not supported"),
    BAD_REQUEST("bad request"),
    METHOD_NOT_ALLOWED("method not allowed"),
    NOT_IMPLEMENTED("not implemented"),
    FORBIDDEN("forbidden"),
    NOT_VALID("not valid");

    private final String wire;

    ErrorCode(String wire) {
        this.wire = wire;
    }

    /** The code as it travels, empty for {@link #NONE}. */
    public String wire() {
        return wire;
    }
}
