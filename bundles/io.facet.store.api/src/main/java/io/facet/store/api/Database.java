// SPDX-License-Identifier: Apache-2.0
package io.facet.store.api;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The database under the store, as an operator sees it. Registered beside {@link Store}, while the database is open. */
@ProviderType
public interface Database {

    /** How busy it is, from memory, without asking the database. */
    DatabaseFigures figures();

    /** What can only be found out by asking the database. Fails if it does not answer. */
    CompletionStage<DatabaseStatus> status();

    /**
     * Gives unused space back to the file system (SQLite) or to other tables (PostgreSQL). Calls go on; writes may wait for
     * it on SQLite.
     */
    CompletionStage<Void> vacuum();

    /**
     * Looks for damage: the database's own check of its structure, and that the change log has no gap.
     *
     * @return what is wrong, one sentence for each finding; empty if nothing is
     */
    CompletionStage<List<String>> checkIntegrity();

    /**
     * Copies the database into a new file while calls go on. The copy is what was committed at one moment. It comes into
     * being under another name and gets its own when it is complete and on disk, readable by its owner only.
     *
     * @param file where to; must not exist
     * @return size of the copy in bytes. Fails with a {@code FacetException} if the file exists or cannot be written, or the
     *     database is one that brings a tool of its own for this (PostgreSQL: the message names it)
     */
    CompletionStage<Long> backup(Path file);
}
