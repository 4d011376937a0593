// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.api;

import java.io.InputStream;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Imports models from their exported description ({@code model-description.md}). An import is all or nothing as seen from
 * outside: the model appears complete, or not at all. The calls block until the outcome is final.
 */
@ProviderType
public interface ModelImporter {

    /**
     * Imports the description in a file.
     *
     * @return what was imported and what was left out
     * @throws io.facet.core.FacetException if the file cannot be read, is not a valid description (the message names the
     *     path in the document and, where known, line and column), or the model exists and is not to be replaced (code
     *     {@code already exists}); nothing has changed then
     */
    ImportReport importModel(Path file, ImportOptions options, ImportProgress progress);

    /**
     * Imports the description that a stream holds. The stream is read to its end and not closed.
     *
     * @return what was imported and what was left out
     * @throws io.facet.core.FacetException as {@link #importModel(Path, ImportOptions, ImportProgress)}
     */
    ImportReport importModel(InputStream description, ImportOptions options, ImportProgress progress);
}
