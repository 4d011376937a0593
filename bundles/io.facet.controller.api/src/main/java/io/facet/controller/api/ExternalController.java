// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.api;

import java.util.List;

/**
 * Another controller that hosts a model.
 *
 * @param uuid UUID of that controller
 * @param addresses its API addresses as {@code host:port}
 * @param caCertificate certificate of its CA, PEM
 */
public record ExternalController(String uuid, List<String> addresses, String caCertificate) {
    public ExternalController {
        addresses = List.copyOf(addresses);
    }
}
