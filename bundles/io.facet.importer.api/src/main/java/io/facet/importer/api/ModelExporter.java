// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Exports models to their description ({@code model-description.md}), which {@link ModelImporter} and Juju's own import take.
 * What an import left out is not in it.
 */
@ProviderType
public interface ModelExporter {

    /**
     * Writes the description of a model, as it is at one moment. The stream is flushed and not closed. The call blocks until
     * all is written.
     *
     * @param progress hears of the only phase there is, in entities
     * @return how many of each kind were written
     * @throws io.facet.core.FacetException code {@code not found}, if there is no such model; or if the stream fails
     */
    ExportReport exportModel(String modelUuid, OutputStream description, ExportProgress progress);
}
