// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.core.FacetException;
import io.facet.core.HostPort;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Sheet;
import io.facet.shell.internal.Table;
import io.facet.store.api.Store;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows the controller. */
@Service
@Command(
        scope = "facet",
        name = "controller-show",
        description = "Show the controller",
        detailedDescription =
                "Shows what identifies the controller, its version, the port that this node listens on, and the"
                        + " addresses that agents and users are told, of all its nodes. The fingerprint is that of the certificate of"
                        + " its CA, SHA-256. Example:\n\n"
                        + "  facet:controller-show")
public final class ControllerShowCommand extends ReportCommand {
    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ControllerService controller;

    @Reference(optional = true)
    ModelService models;

    @Reference(optional = true)
    ApiServer server;

    private record Found(
            ControllerIdentity identity,
            Object name,
            ModelInfo model,
            int models,
            List<List<HostPort>> forAgents,
            List<List<HostPort>> forUsers) {}

    @Override
    public Object execute() throws Exception {
        ControllerService present = Services.required(controller, ControllerService.class, "io.facet.controller");
        ModelService modelService = Models.service(models);
        Found found = Services.read(store, tx -> {
            ControllerIdentity identity = present.identity(tx);
            Map<String, Object> config = present.config(tx);
            return new Found(
                    identity,
                    config.getOrDefault("controller-name", ""),
                    modelService
                            .model(tx, identity.modelUuid())
                            .orElseThrow(() -> FacetException.notFound("model \"" + identity.modelUuid() + "\"")),
                    modelService.models(tx).size(),
                    present.apiHostPortsForAgents(tx),
                    present.apiHostPortsForClients(tx));
        });
        X509Certificate certificate = certificate(found.identity().caCertificate());
        Table addresses = new Table("No addresses").number("Node").texts("For", "Address");
        rows(addresses, "agents", found.forAgents());
        rows(addresses, "users", found.forUsers());
        new Sheet()
                .value("UUID", found.identity().uuid())
                .value("Name", found.name())
                .value("Version", found.model().agentVersion())
                .value("Controller model", found.identity().modelUuid())
                .value("Models", found.models())
                .value("API server", server == null ? "away" : server.health())
                .value("API port", server == null || server.port() < 0 ? null : server.port())
                .value("CA fingerprint", fingerprint(certificate))
                .value("CA valid until", certificate.getNotAfter().toInstant())
                .table("Addresses", addresses)
                .print(System.out, format());
        return null;
    }

    private static void rows(Table table, String audience, List<List<HostPort>> nodes) {
        for (int node = 0; node < nodes.size(); node++) {
            for (HostPort address : nodes.get(node)) {
                table.row(node, audience, address.dialAddress());
            }
        }
    }

    private static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
