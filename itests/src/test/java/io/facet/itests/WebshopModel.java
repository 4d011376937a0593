// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import java.nio.file.Path;

/** The example model that the distribution brings along, {@code examples/model-webshop.yaml}. */
final class WebshopModel {

    static final String NAME = "webshop";
    /** A machine that is provisioned. */
    static final String PROVISIONED = "0";
    /** A machine that waits for its instance. */
    static final String PENDING = "12";
    /** A machine that is dead and has not been removed. */
    static final String DEAD = "26";

    private WebshopModel() {}

    /** The file in an installation. */
    static Path file(Path home) {
        return home.resolve("examples/model-webshop.yaml");
    }
}
