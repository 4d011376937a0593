// SPDX-License-Identifier: Apache-2.0
package io.facet.agentprovisioner.api;

/**
 * By way of whom the network is reached; texts are empty where nothing is set.
 *
 * @param http proxy for HTTP
 * @param https proxy for HTTPS
 * @param ftp proxy for FTP
 * @param noProxy what is reached without, separated by commas
 */
public record ProxySettings(String http, String https, String ftp, String noProxy) {

    /** Whether there is a proxy for anything. */
    public boolean hasProxy() {
        return !http.isEmpty() || !https.isEmpty() || !ftp.isEmpty();
    }
}
