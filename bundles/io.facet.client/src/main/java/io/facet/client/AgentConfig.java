// SPDX-License-Identifier: Apache-2.0
package io.facet.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * An {@code agent.conf} in Juju's format: what an agent needs to reach its controller.
 *
 * @param tag tag of the agent, such as {@code machine-4}
 * @param controller tag of the controller, empty if the file does not say
 * @param model tag of the model, such as {@code model-<uuid>}
 * @param apiAddresses {@code host:port} of every API server, at least one
 * @param apiPassword the agent's password
 * @param nonce the agent's nonce, empty for agents that have none
 * @param caCertificate certificate of the controller's CA, PEM
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentConfig(
        @JsonProperty("tag") String tag,
        @JsonProperty("controller") String controller,
        @JsonProperty("model") String model,
        @JsonProperty("apiaddresses") List<String> apiAddresses,
        @JsonProperty("apipassword") String apiPassword,
        @JsonProperty("nonce") String nonce,
        @JsonProperty("cacert") String caCertificate) {
    private static final String MODEL_PREFIX = "model-";
    private static final ObjectReader READER =
            YAMLMapper.builder().typeFactory(Json.types()).build().readerFor(AgentConfig.class);

    public AgentConfig {
        required("tag", tag);
        required("model", model);
        required("apipassword", apiPassword);
        required("cacert", caCertificate);
        controller = controller == null ? "" : controller;
        nonce = nonce == null ? "" : nonce;
        apiAddresses = apiAddresses == null ? List.of() : List.copyOf(apiAddresses);
        if (apiAddresses.isEmpty()) {
            throw new IllegalArgumentException("\"apiaddresses\" is missing or empty");
        }
        if (!model.startsWith(MODEL_PREFIX)) {
            throw new IllegalArgumentException("\"model\" is \"" + model + "\", expected model-<uuid>");
        }
    }

    /**
     * The content of a file.
     *
     * @throws IOException naming the file and what is wrong, if it cannot be read or lacks something
     */
    public static AgentConfig read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The content of YAML text.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static AgentConfig parse(String yaml) {
        AgentConfig config;
        try {
            config = READER.readValue(yaml);
        } catch (JsonProcessingException e) {
            // The original message quotes the text around the fault, which may be the password.
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalArgumentException missing) {
                    throw missing;
                }
            }
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new IllegalArgumentException("not an agent.conf: expected a YAML map of texts" + where);
        }
        if (config == null) {
            throw new IllegalArgumentException("not an agent.conf: expected a YAML map of texts");
        }
        return config;
    }

    private static void required(String key, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("\"" + key + "\" is missing or empty");
        }
    }

    /** UUID of the model. */
    public String modelUuid() {
        return model.substring(MODEL_PREFIX.length());
    }

    /** Names agent and model only: passwords have no place in a log. */
    @Override
    public String toString() {
        return "AgentConfig[" + tag + ", " + model + "]";
    }
}
