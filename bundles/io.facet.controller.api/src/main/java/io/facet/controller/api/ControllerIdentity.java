// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.api;

/**
 * Who the controller is.
 *
 * @param uuid UUID of the controller
 * @param modelUuid UUID of the controller model
 * @param caCertificate certificate of its CA, PEM
 */
public record ControllerIdentity(String uuid, String modelUuid, String caCertificate) {}
