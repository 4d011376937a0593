// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.http;

/**
 * Where to listen.
 *
 * @param host host name or IP address; empty for all interfaces
 * @param port TCP port; 0 for any free one
 */
public record Address(String host, int port) {
    @Override
    public String toString() {
        return host.isEmpty() ? "port " + port + " of all interfaces" : host + ":" + port;
    }
}
