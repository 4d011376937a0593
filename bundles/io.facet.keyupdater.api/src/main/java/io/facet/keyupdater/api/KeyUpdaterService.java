// SPDX-License-Identifier: Apache-2.0
package io.facet.keyupdater.api;

import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** SSH keys that may log in to the machines of a model ({@code provisioning-info.md} 10.3). */
@ProviderType
public interface KeyUpdaterService {

    /** All keys that users authorised on the model, then those of the controller. */
    List<String> initialAuthorisedKeysForContainer(Transaction tx, String modelUuid);

    /** The keys that users authorised on the model, by user name, each user's in order; a user without any is absent. */
    Map<String, List<String>> keysByUser(Transaction tx, String modelUuid);

    /**
     * Takes over the keys of a model description, by user name, in the place of those that these users have; a user with
     * none has none any more.
     */
    void importKeys(Transaction tx, String modelUuid, Map<String, ? extends Collection<String>> keysByUser);
}
