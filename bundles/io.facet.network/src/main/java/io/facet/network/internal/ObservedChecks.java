// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.FacetException;
import io.facet.network.api.ObservedDevice;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a reported device must look like ({@code networking.md} 1.3 and 5.1 rows 4 to 6). */
final class ObservedChecks {

    private static final Logger LOG = LoggerFactory.getLogger(ObservedChecks.class);

    private static final Set<String> TYPES = Set.of("loopback", "ethernet", "802.1q", "bond", "bridge", "vxlan");
    private static final int MAX_NAME = 15;
    private static final Pattern UNUSUAL_NAME = Pattern.compile("\\.\\.?|.*[ \\t\\x0b\\n\\r#].*", Pattern.DOTALL);

    /** 6, 8 or 20 octets, one by one or in pairs. */
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}([0-9a-f]{2}:){0,2}[0-9a-f]{2}"
            + "|([0-9a-f]{2}:){19}[0-9a-f]{2}"
            + "|([0-9a-f]{4}\\.){2,3}[0-9a-f]{4}|([0-9a-f]{4}\\.){9}[0-9a-f]{4}");

    private static final int MAC_OF_SEVEN = 7 * 3 - 1;

    private ObservedChecks() {}

    /**
     * Checks the devices in order.
     *
     * @throws FacetException code {@code not valid}, for the first one that cannot be stored
     */
    static void check(Collection<ObservedDevice> reported) {
        reported.forEach(ObservedChecks::check);
    }

    private static void check(ObservedDevice device) {
        if (!isMac(device.macAddress())) {
            throw FacetException.notValid("link-layer device hardware address \"" + device.macAddress() + "\"");
        }
        if (device.name().isEmpty()) {
            throw FacetException.notValid("link-layer device \"" + device.macAddress() + "\", empty name");
        }
        if (!TYPES.contains(device.type())) {
            throw FacetException.notValid(
                    "link-layer device \"" + device.name() + "\", type \"" + device.type() + "\"");
        }
        if (device.name().getBytes(StandardCharsets.UTF_8).length > MAX_NAME
                || UNUSUAL_NAME.matcher(device.name()).matches()) {
            LOG.warn("Storing link-layer device \"{}\", a name that Linux does not allow", device.name());
        }
    }

    private static boolean isMac(String mac) {
        return mac.isEmpty() || MAC.matcher(mac).matches() && mac.length() != MAC_OF_SEVEN;
    }
}
