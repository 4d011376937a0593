// SPDX-License-Identifier: Apache-2.0
package io.facet.controller.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.facet.controller.api.ControllerIdentity;
import java.util.List;

/**
 * An {@code agent.conf} in Juju's format 2.0: what an agent needs to find its controller and to log in.
 *
 * @param tag tag of the agent
 * @param controller the controller
 * @param modelUuid the model to connect to
 * @param addresses API addresses, {@code host:port}
 * @param password password of the agent
 * @param nonce nonce of the agent
 */
record AgentConf(
        String tag,
        ControllerIdentity controller,
        String modelUuid,
        List<String> addresses,
        String password,
        String nonce) {
    private static final String FIRST_LINE = "# format 2.0\n";
    private static final String PASSWORD = "apipassword";

    /** Only trees are read and written, whose classes are Jackson's own, so the mapper pins nothing of this bundle. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build();

    /** The content of the file. */
    String text() {
        ObjectNode file = YAML.createObjectNode();
        file.put("tag", tag);
        file.put("controller", "controller-" + controller.uuid());
        file.put("model", "model-" + modelUuid);
        addresses.forEach(file.putArray("apiaddresses")::add);
        file.put(PASSWORD, password);
        file.put("nonce", nonce);
        file.put("cacert", controller.caCertificate());
        try {
            return FIRST_LINE + YAML.writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the agent.conf of " + tag, e);
        }
    }

    /**
     * The password in the text of such a file.
     *
     * @throws IllegalArgumentException saying what is wrong, without quoting the text
     */
    static String password(String text) {
        JsonNode file;
        try {
            file = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not YAML");
        }
        JsonNode password = file.path(PASSWORD);
        if (!password.isTextual() || password.textValue().isEmpty()) {
            throw new IllegalArgumentException("\"" + PASSWORD + "\" is missing or empty");
        }
        return password.textValue();
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "AgentConf[tag=" + tag + ", modelUuid=" + modelUuid + "]";
    }
}
