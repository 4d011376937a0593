// SPDX-License-Identifier: Apache-2.0
package io.facet.core;

/**
 * An address of an API server.
 *
 * @param address the address
 * @param port TCP port
 */
public record HostPort(NetworkAddress address, int port) {

    /** {@code host:port}, with an IPv6 address in brackets. */
    public String dialAddress() {
        return (address.type().equals(NetworkAddress.IPV6) ? "[" + address.value() + "]" : address.value()) + ":"
                + port;
    }
}
