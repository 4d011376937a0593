// SPDX-License-Identifier: Apache-2.0
package io.facet.settings.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of keys in {@code etc/io.facet.*.cfg} that no component knows, and of text where a number is needed. Components do
 * not see the former and can say little of the latter. What is out of range they tell themselves.
 */
@Component(service = ConfigurationListener.class, immediate = true)
public final class SettingsWatch implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);
    private static final String OURS = "io.facet.";

    private final ConfigurationAdmin configurations;
    private final MetaTypeService metatypes;
    private final BundleTracker<Set<String>> active;
    /** The active bundles that describe settings of Facet, each with their PIDs. */
    private final Map<Bundle, Set<String>> describing = new ConcurrentHashMap<>();
    /** What was told last of each PID. */
    private final Map<String, List<String>> told = new ConcurrentHashMap<>();

    @Activate
    public SettingsWatch(
            BundleContext context, @Reference ConfigurationAdmin configurations, @Reference MetaTypeService metatypes) {
        this.configurations = configurations;
        this.metatypes = metatypes;
        this.active = new BundleTracker<>(context, Bundle.ACTIVE, new Described());
    }

    /** Configurations that are there already are looked at as the bundles that describe them are found. */
    @Activate
    void start() {
        active.open();
    }

    @Deactivate
    void stop() {
        active.close();
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_UPDATED
                && event.getFactoryPid() == null
                && event.getPid().startsWith(OURS)) {
            check(event.getPid());
        }
    }

    private void check(String pid) {
        List<String> mistakes = mistakes(pid);
        if (!mistakes.equals(told.put(pid, mistakes))) {
            mistakes.forEach(LOG::warn);
        }
    }

    private List<String> mistakes(String pid) {
        try {
            Configuration[] found = configurations.listConfigurations("(service.pid=" + pid + ")");
            if (found == null) {
                return List.of();
            }
            Map<String, AttributeDefinition> settings = new HashMap<>();
            Set<String> pids = new HashSet<>();
            describing.forEach((bundle, described) -> {
                pids.addAll(described);
                if (described.contains(pid)) {
                    settings.putAll(settings(bundle, pid));
                }
            });
            return pids.contains(pid)
                    ? Mistakes.in(pid, settings, found[0].getProperties())
                    : Mistakes.unread(pid, pids);
        } catch (IOException | InvalidSyntaxException e) {
            LOG.warn("Cannot look at the configuration {}: {}", pid, e.getMessage());
            return List.of();
        }
    }

    private Map<String, AttributeDefinition> settings(Bundle bundle, String pid) {
        Map<String, AttributeDefinition> settings = new HashMap<>();
        for (AttributeDefinition setting : metatypes
                .getMetaTypeInformation(bundle)
                .getObjectClassDefinition(pid, null)
                .getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            settings.put(setting.getID(), setting);
        }
        return settings;
    }

    /** Keeps bundles that describe settings of Facet. */
    private final class Described implements BundleTrackerCustomizer<Set<String>> {
        @Override
        public Set<String> addingBundle(Bundle bundle, BundleEvent event) {
            MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
            Set<String> pids = new HashSet<>(information == null ? List.of() : Arrays.asList(information.getPids()));
            pids.removeIf(pid -> !pid.startsWith(OURS));
            if (pids.isEmpty()) {
                return null;
            }
            describing.put(bundle, pids);
            pids.forEach(SettingsWatch.this::check);
            return pids;
        }

        @Override
        public void modifiedBundle(Bundle bundle, BundleEvent event, Set<String> pids) {
            // Active it is, and active it stays.
        }

        @Override
        public void removedBundle(Bundle bundle, BundleEvent event, Set<String> pids) {
            describing.remove(bundle);
        }
    }
}
