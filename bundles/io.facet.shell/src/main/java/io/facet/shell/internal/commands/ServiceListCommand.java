// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.facade.api.FacadeVersion;
import io.facet.shell.internal.Components;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ProviderCompleter;
import io.facet.upgrade.api.UpgradeService;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Lists the bundles that Facet is made of. */
@Service
@Command(
        scope = "facet",
        name = "service-list",
        description = "List the bundles that provide Facet's services and facades, and what keeps them from it",
        detailedDescription =
                "Shows each bundle with the services that it provides now, since when it is installed in this version, and"
                        + " how it is replaced: by facade-upgrade or service-upgrade while calls run, in place with"
                        + " bundle:update, or by a new release with Facet stopped. The note says what is wrong: that it is not"
                        + " active, which of its components failed, or what they wait for. Start here when something does not"
                        + " answer; bundle:diag ID tells more of a bundle that is not even resolved. Examples:\n\n"
                        + "  facet:service-list\n"
                        + "  facet:service-list --json io.facet.machine")
public final class ServiceListCommand extends ReportCommand {
    @Argument(name = "bundle", description = "Show this bundle only, by its symbolic name")
    @Completion(ProviderCompleter.class)
    String bundle;

    @Reference
    BundleContext framework;

    @Reference(optional = true)
    ServiceComponentRuntime runtime;

    @Reference(optional = true)
    UpgradeService upgrades;

    @Override
    public Object execute() throws Exception {
        Components components =
                new Components(Services.required(runtime, ServiceComponentRuntime.class, "org.apache.felix.scr"));
        List<Bundle> providers = Components.providers(framework)
                .filter(each -> bundle == null || bundle.equals(each.getSymbolicName()))
                .toList();
        if (bundle != null && providers.isEmpty()) {
            throw Services.failure("There is no bundle \"" + bundle
                    + "\" that provides something of Facet; facet:service-list shows those there are.");
        }
        Table table = new Table("No bundles")
                .number("Bundle")
                .texts("Name", "Version", "State", "Installed", "Upgrade", "Services", "Note");
        for (Bundle provider : providers) {
            table.row(
                    provider.getBundleId(),
                    provider.getSymbolicName(),
                    provider.getVersion(),
                    Components.state(provider),
                    Instant.ofEpochMilli(provider.getLastModified()).truncatedTo(ChronoUnit.SECONDS),
                    upgrade(provider),
                    services(provider).collect(Collectors.joining(", ")),
                    components.trouble(provider).orElse(""));
        }
        table.print(System.out, format());
        return null;
    }

    /** Empty while the bundle that knows is away, since this is to be used when something is. */
    private String upgrade(Bundle provider) {
        UpgradeService known = upgrades;
        if (known == null) {
            return "";
        }
        BundleRevision revision = provider.adapt(BundleRevision.class);
        if (revision != null
                && !revision.getDeclaredCapabilities(FacadeVersion.CAPABILITY).isEmpty()) {
            return "facade-upgrade";
        }
        Optional<String> obstacle = known.obstacle(provider.getSymbolicName());
        return obstacle.isEmpty()
                ? "service-upgrade"
                : obstacle.get().contains("bundle:update") ? "in place" : "release";
    }

    /** Interfaces of Facet's APIs, without their packages; facades by name and version. */
    private static Stream<String> services(Bundle provider) {
        ServiceReference<?>[] registered = provider.getRegisteredServices();
        return registered == null
                ? Stream.empty()
                : Arrays.stream(registered)
                        .flatMap(ServiceListCommand::names)
                        .distinct()
                        .sorted();
    }

    private static Stream<String> names(ServiceReference<?> service) {
        Object facade = service.getProperty(FacadeVersion.NAME);
        if (facade != null) {
            return Stream.of(facade + " " + service.getProperty(FacadeVersion.VERSION));
        }
        return Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS))
                .filter(type -> type.startsWith("io.facet."))
                .map(type -> type.substring(type.lastIndexOf('.') + 1));
    }
}
