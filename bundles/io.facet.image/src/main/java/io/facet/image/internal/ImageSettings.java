// SPDX-License-Identifier: Apache-2.0
package io.facet.image.internal;

import io.facet.simplestreams.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where images are looked for.
 *
 * @param operatorKeys who signs what models name as their {@code image-metadata-url}
 * @param defaultUrl base URL of the default source
 * @param defaultKeys who signs the default source; without a key it is not searched
 */
public record ImageSettings(TrustedKeys operatorKeys, String defaultUrl, TrustedKeys defaultKeys) {

    /** Only what models name, unsigned. */
    public static final ImageSettings NO_DEFAULT_SOURCE = new ImageSettings(TrustedKeys.NONE, "", TrustedKeys.NONE);

    private static final Logger LOG = LoggerFactory.getLogger(ImageSettings.class);

    /** The settings of a configuration; a key that cannot be used is told of in the log. */
    static ImageSettings of(ImageConfig config) {
        Path operatorKey = Path.of(config.public_key_file());
        TrustedKeys defaultKeys = keys(config.default_source_key_file());
        if (defaultKeys.isEmpty()) {
            LOG.warn(
                    "default ubuntu cloud images are not searched: no key is known to verify {} with; set"
                            + " default.source.key.file in etc/io.facet.image.cfg",
                    config.default_source_url());
        }
        return new ImageSettings(
                Files.exists(operatorKey) ? keys(config.public_key_file()) : TrustedKeys.NONE,
                config.default_source_url(),
                defaultKeys);
    }

    private static TrustedKeys keys(String file) {
        if (file.isEmpty()) {
            return TrustedKeys.NONE;
        }
        try {
            return TrustedKeys.parse(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            LOG.error("key file \"{}\" in etc/io.facet.image.cfg cannot be read: {}", file, e.toString());
        } catch (IllegalArgumentException e) {
            LOG.error("key file \"{}\" in etc/io.facet.image.cfg not valid: {}", file, e.getMessage());
        }
        return TrustedKeys.NONE;
    }
}
