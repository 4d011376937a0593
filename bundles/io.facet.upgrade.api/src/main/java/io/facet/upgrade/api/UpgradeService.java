// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Exchanges what serves calls, without a pause: the new bundle is installed beside the old one, gets the calls when it has
 * come up and passed its probe, and the old one goes when its calls have ended. If the new one does not come up, it is
 * removed and the old one never stopped serving. What an exchange did survives restarts, and one that a crash interrupted
 * is finished or undone at the next start.
 *
 * <p>The calls block until the outcome is final. One exchange runs at a time: another is refused meanwhile.
 */
@ProviderType
public interface UpgradeService {

    /**
     * Exchanges the bundle of a facade.
     *
     * @throws UpgradeException if it was refused or failed; unless the message says otherwise, nothing has changed
     */
    UpgradeReport upgradeFacade(UpgradeRequest request, UpgradeProgress progress);

    /**
     * Goes back to the bundle that was replaced last for a facade version, or to another that is kept. What is replaced
     * by it is kept in turn, so that a second rollback undoes the first.
     *
     * @throws UpgradeException as {@link #upgradeFacade}, also if nothing is kept to go back to
     */
    UpgradeReport rollbackFacade(String name, int version, RollbackRequest request, UpgradeProgress progress);

    /**
     * Exchanges the bundle of a service.
     *
     * @throws UpgradeException as {@link #upgradeFacade}
     */
    UpgradeReport upgradeService(UpgradeRequest request, UpgradeProgress progress);

    /**
     * Goes back as {@link #rollbackFacade} does, for the bundle of a service.
     *
     * @throws UpgradeException as {@link #rollbackFacade}
     */
    UpgradeReport rollbackService(String bundleSymbolicName, RollbackRequest request, UpgradeProgress progress);

    /** What can be rolled back to, by subject; of each the one that was replaced last comes first. */
    List<ReplacedBundle> replaced();

    /**
     * Why a bundle cannot be exchanged while calls run, and how it is replaced, as a sentence without a full stop; empty if
     * its name does not stand in the way of an exchange.
     */
    Optional<String> obstacle(String bundleSymbolicName);

    /** The bundles that could not be got rid of and wait for the next start. */
    List<QuarantinedBundle> quarantined();
}
